// crypto: random numbers and names, from the JDK's SecureRandom; digests.
(function ($) {
  'use strict';
  const host = $.native.host;
  const INTEGERS = new Set(['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array']);
  const MOST_BYTES = 65536;

  const subtle = $.hostInterface('SubtleCrypto', class SubtleCrypto {
    async digest(algorithm, data) {
      const name = String(algorithm?.name ?? algorithm).toUpperCase();
      const bytes = $.bytesOf(data);
      if (!bytes) {
        throw new TypeError('crypto.subtle.digest: the data is no buffer and no view of one');
      }
      const hash = host.digest(name, $.copyOf(bytes));
      if (hash === null) {
        throw new DOMException(`crypto.subtle.digest: no algorithm called ${name}`, 'NotSupportedError');
      }
      return hash;
    }
  });

  const type = $.hostInterface('Crypto', class Crypto {
    #subtle = new subtle();

    get subtle() {
      return this.#subtle;
    }

    getRandomValues(array) {
      if (!ArrayBuffer.isView(array) || !INTEGERS.has(array[Symbol.toStringTag])) {
        throw new DOMException('crypto.getRandomValues: the argument is not an array of integers', 'TypeMismatchError');
      }
      if (array.byteLength > MOST_BYTES) {
        throw new DOMException(`crypto.getRandomValues: more than ${MOST_BYTES} bytes`, 'QuotaExceededError');
      }
      $.bytesOf(array).set(new Uint8Array(host.randomBytes(array.byteLength)));
      return array;
    }

    randomUUID() {
      return host.randomUuid();
    }
  });
  $.expose('crypto', new type());
})
