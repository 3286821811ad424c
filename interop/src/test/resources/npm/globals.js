// What libraries written for Node.js expect of a bundler.
export { default as process } from 'process/browser.js';
export { Buffer } from 'buffer';
