import { Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import '../main.js';

@Component({ selector: 'app-root', template: '<p>{{ text }}</p>' })
class App {
  readonly text = 'An app that listens.';
}

await bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
