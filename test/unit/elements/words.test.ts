import { expect } from 'chai';
import { ar } from '../../../src/elements/texts/ar.js';
import { de } from '../../../src/elements/texts/de.js';
import { en } from '../../../src/elements/texts/en.js';
import { es } from '../../../src/elements/texts/es.js';
import { fr } from '../../../src/elements/texts/fr.js';
import { wordsIn } from '../../../src/elements/texts/words.js';

const values = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe('the texts of the elements', () => {
  for (const [lang, texts] of Object.entries({ ar, de, es, fr })) {
    it(`say in ${lang} all that they say in English, with the same values`, () => {
      expect(Object.keys(texts)).to.have.members(Object.keys(en));
      for (const [key, text] of Object.entries(texts)) {
        expect(text.trim(), key).to.not.equal('');
        expect(values(text), key).to.deep.equal(values(en[key as keyof typeof en]));
      }
    });
  }

  it('are English where a language does not ship, and say so', () => {
    const words = wordsIn('xx', null);
    expect([words.lang, words.dir, words.say('neutral')]).to.deep.equal(['en', 'ltr', 'Neutral']);
  });

  it('of the app are in the language of the page, and run as that does', () => {
    const words = wordsIn('he-IL', (lang) => ({ neutral: lang }));
    expect([words.lang, words.dir, words.say('neutral')]).to.deep.equal(['he-IL', 'rtl', 'he-IL']);
  });

  it('keep a placeholder that nobody fills', () => {
    expect(wordsIn('en', { 'tone-of': '{subject} and {other}' }).say('tone-of', { subject: 'A' })).to.equal('A and {other}');
  });

  it('survive a language that is none', () => {
    expect(wordsIn('not a language', { neutral: 'N' }).percent(0.5)).to.equal('50%');
  });
});
