import { mountShell } from './shared/shell.js';

mountShell('./');
