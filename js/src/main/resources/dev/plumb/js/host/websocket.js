// WebSocket, by the JDK's client.
(function ($) {
  'use strict';
  const host = $.native.host;
  const CONNECTING = 0;
  const OPEN = 1;
  const CLOSING = 2;
  const CLOSED = 3;
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const LONGEST_REASON = 123;

  function urlOf(text) {
    let url;
    try {
      url = new URL(text, location.href);
    } catch {
      throw new DOMException(`WebSocket: ${text} is not a URL`, 'SyntaxError');
    }
    url.protocol = { 'http:': 'ws:', 'https:': 'wss:' }[url.protocol] ?? url.protocol;
    if (!/^wss?:$/.test(url.protocol) || text.includes('#')) {
      throw new DOMException(`WebSocket: ${text} is not a ws: or wss: URL without a fragment`, 'SyntaxError');
    }
    return url;
  }

  class WebSocket extends EventTarget {
    #url;
    #readyState = CONNECTING;
    #protocol = '';
    #binaryType = 'blob';
    #bufferedAmount = 0;
    #socket;

    constructor(url, protocols = []) {
      $.requireArguments(1, arguments.length, 'WebSocket');
      super();
      this.#url = urlOf(String(url));
      const wanted = typeof protocols === 'object' && protocols !== null ? Array.from(protocols, String) : [String(protocols)];
      if (wanted.some((p) => !TOKEN.test(p)) || new Set(wanted.map((p) => p.toLowerCase())).size !== wanted.length) {
        throw new DOMException(`WebSocket: not a list of different protocols: ${wanted}`, 'SyntaxError');
      }
      this.#socket = host.openWebSocket(this.#url.href, wanted, {
        opened: (protocol) => {
          if (this.#readyState === CONNECTING) {
            this.#readyState = OPEN;
            this.#protocol = protocol;
            $.fire(this, new Event('open'));
          }
        },
        text: (data) => this.#received(data),
        binary: (data) => {
          const buffer = data;
          this.#received(this.#binaryType === 'blob' ? $.blobOf(buffer) : buffer);
        },
        sent: (bytes) => {
          this.#bufferedAmount -= bytes;
        },
        closing: () => {
          if (this.#readyState < CLOSING) {
            this.#readyState = CLOSING;
          }
        },
        closed: (code, reason, wasClean, isError) => {
          if (this.#readyState !== CLOSED) {
            this.#readyState = CLOSED;
            if (isError) {
              $.fire(this, new Event('error'));
            }
            $.fire(this, new CloseEvent('close', { code, reason, wasClean }));
          }
        },
      });
    }

    #received(data) {
      if (this.#readyState === OPEN) {
        const origin = this.#url.protocol + '//' + this.#url.host;
        $.fire(this, new MessageEvent('message', { data, origin }));
      }
    }

    get url() {
      return this.#url.href;
    }

    get readyState() {
      return this.#readyState;
    }

    get bufferedAmount() {
      return this.#bufferedAmount;
    }

    get protocol() {
      return this.#protocol;
    }

    get extensions() {
      return '';
    }

    get binaryType() {
      return this.#binaryType;
    }

    set binaryType(value) {
      if (value === 'blob' || value === 'arraybuffer') {
        this.#binaryType = value;
      }
    }

    send(data) {
      $.requireArguments(1, arguments.length, 'WebSocket.send');
      if (this.#readyState === CONNECTING) {
        throw new DOMException('WebSocket.send: the connection is not open yet', 'InvalidStateError');
      }
      const isBinary = $.isBlob(data) || $.bytesOf(data) !== undefined;
      const bytes = $.isBlob(data) ? $.blobBytes(data) : isBinary ? $.copyOf(data) : undefined;
      const text = isBinary ? undefined : String(data).toWellFormed();
      this.#bufferedAmount += isBinary ? bytes.byteLength : $.utf8(text).byteLength;
      if (this.#readyState === OPEN) {
        if (isBinary) {
          this.#socket.sendBinary(bytes);
        } else {
          this.#socket.sendText(text);
        }
      }
    }

    close(code = undefined, reason = '') {
      if (code !== undefined) {
        const number = Math.min(Math.max(Math.round(Number(code)) || 0, 0), 65535);
        if (number !== 1000 && !(number >= 3000 && number <= 4999)) {
          throw new DOMException(`WebSocket.close: ${number} is not 1000 or from 3000 to 4999`, 'InvalidAccessError');
        }
      }
      if ($.utf8(reason).byteLength > LONGEST_REASON) {
        throw new DOMException(`WebSocket.close: the reason is longer than ${LONGEST_REASON} bytes`, 'SyntaxError');
      }
      if (this.#readyState < CLOSING) {
        this.#readyState = CLOSING;
        this.#socket.close(code === undefined ? 1005 : Number(code), String(reason));
      }
    }
  }
  $.hostInterface('WebSocket', WebSocket);
  $.constants(WebSocket, { CONNECTING, OPEN, CLOSING, CLOSED });
  $.handlerAttributes(WebSocket, ['open', 'error', 'close', 'message']);
})
