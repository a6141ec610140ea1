/** HTML, JSON, CSV and SVG of a log whose names are hostile, read as their readers read them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { toCsv, toHtml, toJson, ToneLog, toSvg } from '../../../dist/report.js';
import { like, toneEvents } from '../../support/tone-events.mjs';

const model = { name: 'undertone-en-open', version: '0.10.1', licence: 'CC-BY-SA-4.0' };

const HOSTILE = `<script>alert(1)</script>"'&,\r\n\u0000 \u202eback`;

function logOf(...names) {
  const log = new ToneLog({ model });
  names.forEach((name, channel) => {
    const hops = [{ speech: 2, recent: like('negative', 0.7) }, { speech: 0 }, { speech: 0, reason: 'too-quiet' }];
    for (const event of toneEvents(hops, { id: 'call', channel })) log.add(event, { name });
  });
  return log;
}

const rowsOf = (csv) => parse(csv, { columns: true, record_delimiter: '\r\n', relax_column_count: false });

test('CSV has a row for each window and speaker, and cells that are empty where there is nothing to say', () => {
  const rows = rowsOf(toCsv(logOf('Agent', HOSTILE)));
  assert.deepEqual(
    rows.map(({ speaker }) => speaker),
    [...new Array(3).fill('Agent'), ...new Array(3).fill(HOSTILE)],
  );
  const [spoken, silent, quiet] = rows;
  assert.deepEqual(
    [spoken.channel, spoken.start, spoken.fresh_start, spoken.end, spoken.fresh_speech_seconds, spoken.unheard],
    ['0', '0', '0', '2.5', '2', ''],
  );
  assert.deepEqual([spoken.window_label, spoken.window_negative, spoken.window_reason], ['negative', '0.7', '']);
  assert.deepEqual([silent.window_label, silent.window_neutral, silent.unheard], ['', '', 'no-speech']);
  assert.deepEqual([quiet.window_reason, quiet.unheard, quiet.time], ['too-quiet', 'too-quiet', '']);
});

test('CSV holds no cell that a spreadsheet would run', () => {
  for (const name of ['=cmd|"/c calc"!A1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1']) {
    const [{ speaker }] = rowsOf(toCsv(logOf(name)));
    assert.equal(speaker, `'${name}`);
  }
});

test('JSON names its schema, and says all that the report says', () => {
  const log = logOf('Agent', HOSTILE);
  const report = JSON.parse(toJson(log));
  assert.equal(report.schema, 'undertone-report/1');
  assert.deepEqual({ ...report, createdAt: '' }, { ...JSON.parse(JSON.stringify(log.report())), createdAt: '' });
  assert.deepEqual(report.model, model);
});

test('HTML escapes what it is given, allows its own style alone, and says what it must', () => {
  const html = toHtml(logOf('Agent', HOSTILE), { title: `${HOSTILE}\ud800` });
  assert.doesNotMatch(html, /<script/);
  assert.ok(!html.includes('\u0000') && !html.includes('\ud800'));
  assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;&quot;&#39;&amp;/);
  assert.doesNotMatch(html, /\sstyle=|\son\w+=|https?:/);
  const [, style] = /<style>(.*?)<\/style>/s.exec(html);
  const digest = `sha256-${createHash('sha256').update(style).digest('base64')}`;
  assert.match(html, /default-src 'none'; style-src 'sha256-/);
  assert.ok(html.includes(`style-src '${digest}'`), `PAGE_STYLE_DIGEST is to be ${digest}`);
  for (const words of ['Silence is not neutral', 'AI Act Art. 5(1)(f)', 'undertone-en-open', '0.10.1', 'Too quiet']) {
    assert.ok(html.includes(words), words);
  }
});

test('the notice is that of docs/security.md', async () => {
  const { readFile } = await import('node:fs/promises');
  const flat = (text) => text.replaceAll(/\s+/g, ' ');
  const notice = (await readFile('docs/security.md', 'utf8')).match(/^(> .*\n)+/m)[0].replaceAll(/^> /gm, '');
  assert.ok(flat(toHtml(logOf('Agent'))).includes(flat(notice).trim()));
});

test('of nothing, there is a report too', () => {
  const log = new ToneLog({ model });
  assert.match(toHtml(log), /Nothing has been logged/);
  assert.equal(rowsOf(toCsv(log)).length, 0);
  assert.match(toSvg(log), /^<svg /);
  assert.deepEqual(JSON.parse(toJson(log)).speakers, []);
});

test('a day of speech is drawn with no more columns than a screen has', () => {
  const log = new ToneLog({ model });
  for (const event of toneEvents(new Array(24 * 1440).fill({ speech: 2 }))) log.add(event);
  assert.ok(toSvg(log).length < 200_000, String(toSvg(log).length));
  assert.ok(toHtml(log).length < 300_000, String(toHtml(log).length));
});
