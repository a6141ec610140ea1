import { noSuchName } from 'undertone';
noSuchName();
export {};
