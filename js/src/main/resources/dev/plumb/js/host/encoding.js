// TextEncoder, TextDecoder, atob and btoa.
(function ($) {
  'use strict';
  const host = $.native.host;

  // The UTF-8 of a text in a buffer of its own; lone surrogates become U+FFFD.
  $.utf8 = (text) => host.utf8(String(text).toWellFormed());
  $.utf8Text = (buffer) => host.decode('utf-8', buffer, 0, buffer.byteLength, false);

  $.hostInterface('TextEncoder', class TextEncoder {
    get encoding() {
      return 'utf-8';
    }

    encode(input = '') {
      return new Uint8Array($.utf8(input));
    }

    encodeInto(source, destination) {
      $.requireArguments(2, arguments.length, 'encodeInto');
      if (!(destination instanceof Uint8Array)) {
        throw new TypeError('encodeInto: the destination is not a Uint8Array');
      }
      let read = 0;
      let written = 0;
      for (const character of String(source)) {
        const bytes = new Uint8Array($.utf8(character));
        if (written + bytes.length > destination.length) {
          break;
        }
        destination.set(bytes, written);
        written += bytes.length;
        read += character.length;
      }
      return { read, written };
    }
  });

  // By the names that the Encoding standard gives; others are refused.
  const NAMES = new Map(Object.entries({
    'utf-8': ['utf-8', 'utf8', 'unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'x-unicode20utf8'],
    'utf-16le': ['utf-16le', 'utf-16', 'ucs-2', 'unicode', 'csunicode', 'iso-10646-ucs-2', 'unicodefeff'],
    'utf-16be': ['utf-16be', 'unicodefffe'],
    'windows-1252': ['windows-1252', 'latin1', 'iso-8859-1', 'ascii', 'us-ascii', 'cp1252', 'l1', 'iso8859-1', 'iso_8859-1', 'x-cp1252'],
  }).flatMap(([name, labels]) => labels.map((label) => [label, name])));

  function wholeUtf8(bytes) {
    // how many bytes at the end begin a character that is not complete
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back];
      if ((byte & 0xc0) === 0x80) {
        continue;
      }
      const length = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
      return byte < 0xf5 && length > back ? bytes.length - back : bytes.length;
    }
    return bytes.length;
  }

  function wholeUtf16(bytes, isBig) {
    let whole = bytes.length & ~1;
    const high = whole >= 2 ? bytes[isBig ? whole - 2 : whole - 1] : 0;
    if (high >= 0xd8 && high < 0xdc) {
      whole -= 2;
    }
    return whole;
  }

  $.hostInterface('TextDecoder', class TextDecoder {
    #encoding;
    #fatal;
    #ignoreBom;
    #pending = new Uint8Array(0);
    #begun = false;

    constructor(label = 'utf-8', options = {}) {
      const name = NAMES.get(String(label).trim().toLowerCase());
      if (!name) {
        throw new RangeError(`TextDecoder: no encoding called ${label}`);
      }
      this.#encoding = name;
      this.#fatal = !!options?.fatal;
      this.#ignoreBom = !!options?.ignoreBOM;
    }

    get encoding() {
      return this.#encoding;
    }

    get fatal() {
      return this.#fatal;
    }

    get ignoreBOM() {
      return this.#ignoreBom;
    }

    decode(input = new Uint8Array(0), options = {}) {
      const given = $.bytesOf(input);
      if (!given) {
        throw new TypeError('TextDecoder.decode: the input is no buffer and no view of one');
      }
      let bytes = given;
      if (this.#pending.length) {
        bytes = new Uint8Array(this.#pending.length + given.length);
        bytes.set(this.#pending);
        bytes.set(given, this.#pending.length);
      }
      let end = bytes.length;
      if (options?.stream) {
        end = this.#encoding === 'utf-8' ? wholeUtf8(bytes)
          : this.#encoding.startsWith('utf-16') ? wholeUtf16(bytes, this.#encoding === 'utf-16be') : end;
        this.#pending = bytes.slice(end);
      } else {
        this.#pending = new Uint8Array(0);
      }
      const text = host.decode(this.#encoding, bytes.buffer, bytes.byteOffset, end, this.#fatal);
      if (text === null) {
        this.#pending = new Uint8Array(0);
        this.#begun = false;
        throw new TypeError(`TextDecoder.decode: the data is not valid ${this.#encoding}`);
      }
      const hasMark = !this.#begun && !this.#ignoreBom && text.startsWith('\ufeff') && this.#encoding.startsWith('utf');
      this.#begun = options?.stream ? this.#begun || text.length > 0 : false;
      return hasMark ? text.slice(1) : text;
    }
  });

  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  $.expose('btoa', function btoa(data) {
    $.requireArguments(1, arguments.length, 'btoa');
    const text = String(data);
    let out = '';
    for (let i = 0; i < text.length; i += 3) {
      const codes = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
      if (codes.some((code) => code > 255)) {
        throw new DOMException('btoa: a character is above U+00FF', 'InvalidCharacterError');
      }
      const bits = (codes[0] << 16) | ((codes[1] || 0) << 8) | (codes[2] || 0);
      const left = text.length - i;
      out += ALPHABET[bits >> 18] + ALPHABET[(bits >> 12) & 63]
        + (left > 1 ? ALPHABET[(bits >> 6) & 63] : '=') + (left > 2 ? ALPHABET[bits & 63] : '=');
    }
    return out;
  });
  $.expose('atob', function atob(data) {
    $.requireArguments(1, arguments.length, 'atob');
    let text = String(data).replace(/[\t\n\f\r ]/g, '');
    if (text.length % 4 === 0) {
      text = text.replace(/={1,2}$/, '');
    }
    if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
      throw new DOMException('atob: the text is not base64', 'InvalidCharacterError');
    }
    let out = '';
    let bits = 0;
    let count = 0;
    for (const letter of text) {
      bits = ((bits << 6) | ALPHABET.indexOf(letter)) & 0xffffff;
      count += 6;
      if (count >= 8) {
        count -= 8;
        out += String.fromCharCode((bits >> count) & 255);
      }
    }
    return out;
  });
})
