// Blob, File and FileReader: bytes in memory.
(function ($) {
  'use strict';
  const normalType = (type) => (/^[\x20-\x7e]*$/.test(type) ? type.toLowerCase() : '');

  function bytesOfPart(part, endings) {
    if ($.isBlob(part)) {
      return new Uint8Array($.blobBytes(part));
    }
    const bytes = $.bytesOf(part);
    if (bytes) {
      return bytes;
    }
    const text = String(part);
    return new Uint8Array($.utf8(endings === 'native' ? text.replace(/\r\n?|\n/g, '\n') : text));
  }

  let bytesOfBlob;
  class Blob {
    #bytes;
    #type;

    static {
      $.isBlob = (value) => typeof value === 'object' && value !== null && #bytes in value;
      // The blob's own buffer: never handed to a script.
      bytesOfBlob = (blob) => blob.#bytes;
      $.blobBytes = (blob) => blob.#bytes.slice(0);
      $.blobOf = (buffer, type = '') => {
        const blob = new Blob();
        blob.#bytes = buffer;
        blob.#type = normalType(type);
        return blob;
      };
    }

    constructor(parts = [], options = {}) {
      if (parts === null || typeof parts !== 'object' || typeof parts[Symbol.iterator] !== 'function') {
        throw new TypeError('Blob: the parts are not iterable');
      }
      const endings = options?.endings ?? 'transparent';
      if (endings !== 'transparent' && endings !== 'native') {
        throw new TypeError(`Blob: no line endings called ${endings}`);
      }
      const pieces = Array.from(parts, (part) => bytesOfPart(part, endings));
      const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      let at = 0;
      for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
      }
      this.#bytes = $.countBuffer(all.buffer);
      this.#type = normalType(String(options?.type ?? ''));
    }

    get size() {
      return this.#bytes.byteLength;
    }

    get type() {
      return this.#type;
    }

    slice(start = 0, end = this.size, contentType = '') {
      return $.blobOf(this.#bytes.slice(start, end), String(contentType));
    }

    async arrayBuffer() {
      return this.#bytes.slice(0);
    }

    async bytes() {
      return new Uint8Array(this.#bytes.slice(0));
    }

    async text() {
      return $.utf8Text(this.#bytes);
    }

    stream() {
      const bytes = new Uint8Array(this.#bytes.slice(0));
      return new ReadableStream({
        start(controller) {
          if (bytes.length) {
            controller.enqueue(bytes);
          }
          controller.close();
        },
      });
    }
  }
  $.hostInterface('Blob', Blob);

  $.hostInterface('File', class File extends Blob {
    #name;
    #lastModified;

    constructor(parts, name, options = {}) {
      $.requireArguments(2, arguments.length, 'File');
      super(parts, options);
      this.#name = String(name);
      this.#lastModified = options?.lastModified === undefined ? Date.now() : Math.trunc(Number(options.lastModified)) || 0;
    }

    get name() {
      return this.#name;
    }

    get lastModified() {
      return this.#lastModified;
    }

    get webkitRelativePath() {
      return '';
    }
  });

  const EMPTY = 0;
  const LOADING = 1;
  const DONE = 2;
  class FileReader extends EventTarget {
    #state = EMPTY;
    #result = null;
    #error = null;
    #run = 0;

    #read(blob, what, convert) {
      if (!$.isBlob(blob)) {
        throw new TypeError(`FileReader.${what}: the argument is not a Blob`);
      }
      if (this.#state === LOADING) {
        throw new DOMException('FileReader: it is reading already', 'InvalidStateError');
      }
      this.#state = LOADING;
      this.#result = null;
      this.#error = null;
      const run = ++this.#run;
      const size = blob.size;
      const fire = (type) => $.fire(this, new ProgressEvent(type, { lengthComputable: true, loaded: size, total: size }));
      $.native.host.schedule(0, () => {
        if (run !== this.#run) {
          return;
        }
        fire('loadstart');
        fire('progress');
        this.#result = convert(bytesOfBlob(blob));
        this.#state = DONE;
        fire('load');
        if (this.#state !== LOADING) {
          fire('loadend');
        }
      });
    }

    readAsArrayBuffer(blob) {
      this.#read(blob, 'readAsArrayBuffer', (buffer) => buffer.slice(0));
    }

    readAsText(blob, encoding = 'utf-8') {
      this.#read(blob, 'readAsText', (buffer) => new TextDecoder(encoding).decode(buffer));
    }

    readAsDataURL(blob) {
      this.#read(blob, 'readAsDataURL',
        (buffer) => `data:${blob.type || 'application/octet-stream'};base64,${$.native.host.base64(buffer)}`);
    }

    readAsBinaryString(blob) {
      this.#read(blob, 'readAsBinaryString', (buffer) => Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join(''));
    }

    abort() {
      if (this.#state === LOADING) {
        this.#run++;
        this.#state = DONE;
        this.#result = null;
        this.#error = new DOMException('The reading was aborted', 'AbortError');
        $.fire(this, new ProgressEvent('abort'));
        $.fire(this, new ProgressEvent('loadend'));
      }
    }

    get readyState() {
      return this.#state;
    }

    get result() {
      return this.#result;
    }

    get error() {
      return this.#error;
    }
  }
  $.hostInterface('FileReader', FileReader);
  $.constants(FileReader, { EMPTY, LOADING, DONE });
  $.handlerAttributes(FileReader, ['loadstart', 'progress', 'load', 'abort', 'error', 'loadend']);
})
