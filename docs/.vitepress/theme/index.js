// Without its fonts: the reader's own are there at once.
export { default } from 'vitepress/theme-without-fonts';
