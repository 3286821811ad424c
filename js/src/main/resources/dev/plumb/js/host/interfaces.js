// How the host's own classes become globals that look like a browser's interfaces.
(function ($) {
  'use strict';

  // Members are enumerable, as Web IDL has them; state stays in #private fields.
  $.hostInterface = (name, type) => {
    for (const target of [type.prototype, type]) {
      for (const key of Object.getOwnPropertyNames(target)) {
        const descriptor = Object.getOwnPropertyDescriptor(target, key);
        const isMember = key !== 'constructor' && key !== 'prototype' && key !== 'name' && key !== 'length';
        if (isMember && descriptor.configurable && (descriptor.get || typeof descriptor.value === 'function')) {
          Object.defineProperty(target, key, { ...descriptor, enumerable: true });
        }
      }
    }
    Object.defineProperty(type.prototype, Symbol.toStringTag, { value: name, configurable: true });
    Object.defineProperty(type, 'name', { value: name, configurable: true });
    $.handOver(type);
    $.expose(name, type);
    return type;
  };

  $.constants = (type, values) => {
    for (const [key, value] of Object.entries(values)) {
      for (const target of [type, type.prototype]) {
        Object.defineProperty(target, key, { value, enumerable: true });
      }
    }
  };

  $.requireArguments = (count, given, what) => {
    if (given < count) {
      throw new TypeError(`${what}: ${count} argument${count === 1 ? '' : 's'} required, but only ${given} present`);
    }
  };

  const tag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  // what a view of a buffer is called; undefined for a DataView
  $.tagOf = (view) => Reflect.apply(tag, view, []);
  const viewLength = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'byteLength').get;
  $.isBuffer = (value) => value instanceof ArrayBuffer
    || (typeof SharedArrayBuffer !== 'undefined' && value instanceof SharedArrayBuffer);
  // The bytes of a buffer or a view as a Uint8Array on the same memory; undefined where it is neither.
  $.bytesOf = (value) => {
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value instanceof DataView ? value.byteLength : Reflect.apply(viewLength, value, []));
    }
    return $.isBuffer(value) ? new Uint8Array(value) : undefined;
  };
  // A copy in an ArrayBuffer of its own.
  $.copyOf = (value) => {
    const bytes = $.bytesOf(value);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  };
})
