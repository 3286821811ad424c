// SHA-256 (FIPS 180-4) of bytes that come in pieces, which a page's own crypto does not do.
'use strict';
const sha256 = (() => {
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 0x100000000);
  const primes = [];
  for (let n = 2; primes.length < 64; n++) {
    if (primes.every((p) => n % p)) {
      primes.push(n);
    }
  }
  const K = new Int32Array(primes.map((p) => fraction(Math.cbrt(p))));
  const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const W = new Int32Array(64);

  function block(h, bytes, at) {
    for (let i = 0; i < 16; i++, at += 4) {
      W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i++) {
      const x = W[i - 15];
      const y = W[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, k] = h;
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (k + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      k = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
    h[5] += f;
    h[6] += g;
    h[7] += k;
  }

  return () => {
    const h = new Int32Array(START);
    const rest = new Uint8Array(64);
    let filled = 0;
    let length = 0;
    const update = (bytes) => {
      length += bytes.length;
      let at = 0;
      while (at < bytes.length) {
        if (filled === 0 && bytes.length - at >= 64) {
          block(h, bytes, at);
          at += 64;
        } else {
          rest[filled++] = bytes[at++];
          if (filled === 64) {
            block(h, rest, 0);
            filled = 0;
          }
        }
      }
    };
    return {
      update,
      hex() {
        const bits = length * 8;
        update([0x80]);
        while (filled !== 56) {
          update([0]);
        }
        const tail = new DataView(new ArrayBuffer(8));
        tail.setUint32(0, Math.floor(bits / 0x100000000));
        tail.setUint32(4, bits >>> 0);
        update(new Uint8Array(tail.buffer));
        return [...h].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
      },
    };
  };
})();
