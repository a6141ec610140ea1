/** The reports of a run: a log for each file, or one of all of them. */
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pathOfOutput } from './outputs.mjs';
import { DIST } from './server.mjs';

/** What writes each kind of output, by its name in `undertone/report`. */
const WRITERS = { report: 'toHtml', json: 'toJson', csv: 'toCsv', svg: 'toSvg' };

/** @param {import('./command-line.mjs').Command} command */
export async function createReports(command) {
  const { files, oneCall, names, title, outputs } = command;
  const { ToneLog, ...sdk } = await import(pathToFileURL(resolve(DIST, 'report.js')));
  const wanted = Object.entries(outputs).filter(([, path]) => path !== undefined);
  const logs = new Map();
  /** Speakers of each log, in the order in which they were first heard. */
  const speakers = new Map();

  const nameFor = (key, speaker, file, channel) => {
    const known = speakers.get(key) ?? [];
    speakers.set(key, known);
    if (!known.includes(speaker)) known.push(speaker);
    const given = names[known.indexOf(speaker)];
    if (given) return given;
    if (channel === undefined) return basename(file);
    return oneCall ? `${basename(file)}, channel ${channel + 1}` : undefined;
  };

  const write = (key, defaultTitle) => {
    const log = logs.get(key);
    return log
      ? wanted.map(([kind, path]) => ({
          path: pathOfOutput(path, key, command),
          text: sdk[WRITERS[kind]](log, { title: title ?? defaultTitle }),
        }))
      : [];
  };

  return {
    /** Logs an event of the file with this index. */
    add(index, event, model) {
      if (wanted.length === 0) return;
      const key = oneCall ? 0 : index;
      if (!logs.has(key)) logs.set(key, new ToneLog({ model }));
      const { channel } = event;
      const id = `${index + 1} ${basename(files[index])}`;
      const name = nameFor(key, `${index} ${channel}`, files[index], channel);
      logs.get(key).add({ ...event, id }, name === undefined ? {} : { name });
    },
    /** What is to be written of one file. */
    ofFile: (index) => write(index, basename(files[index])),
    /** What is to be written of all files as one call. */
    ofCall: () => write(0, files.map((file) => basename(file)).join(', ')),
  };
}
