// Streams after https://streams.spec.whatwg.org/, default controllers alone: what bodies and encoded transforms are read through.
(function ($) {
  'use strict';
  const noop = () => {};
  const promised = () => {
    const p = Promise.withResolvers();
    p.promise.catch(noop);
    return p;
  };
  const call = (object, method, ...args) => {
    try {
      const step = object?.[method];
      return $.inward(step === undefined ? undefined : Reflect.apply(step, object, args));
    } catch (error) {
      return Promise.reject(error);
    }
  };
  function strategyOf(strategy, defaultHighWaterMark) {
    const highWaterMark = strategy?.highWaterMark === undefined ? defaultHighWaterMark : Number(strategy.highWaterMark);
    if (Number.isNaN(highWaterMark) || highWaterMark < 0) {
      throw new RangeError('a stream\'s highWaterMark is not below 0');
    }
    return { highWaterMark, size: strategy?.size ?? (() => 1) };
  }

  // What a queue of chunks weighs.
  class Queue {
    items = [];
    size = 0;

    push(value, size) {
      if (!(size >= 0) || size === Infinity) {
        throw new RangeError('a chunk\'s size is neither negative nor endless');
      }
      this.items.push({ value, size });
      this.size += size;
    }

    shift() {
      const { value, size } = this.items.shift();
      this.size -= size;
      return value;
    }

    clear() {
      this.items = [];
      this.size = 0;
    }
  }

  // Which state a stream is in stays out of scripts' sight.
  const readables = new WeakMap();
  const writables = new WeakMap();
  const stateOf = (map, stream, name) => {
    const state = map.get(stream);
    if (!state) {
      throw new TypeError(`the object is not a ${name}`);
    }
    return state;
  };
  const readableOf = (stream) => stateOf(readables, stream, 'ReadableStream');
  const writableOf = (stream) => stateOf(writables, stream, 'WritableStream');

  class ReadableState {
    state = 'readable';
    error = undefined;
    reader = null;
    requests = [];
    queue = new Queue();
    isStarted = false;
    isPulling = false;
    pullsAgain = false;
    closeRequested = false;
    isDisturbed = false;

    constructor(source, strategy) {
      this.source = source;
      this.strategy = strategy;
    }

    start(controller) {
      this.controller = controller;
      const started = this.source?.start?.(controller);
      $.inward(started).then(() => {
        this.isStarted = true;
        this.pullIfWanted();
      }, (error) => this.fail(error));
    }

    desiredSize() {
      return this.state === 'errored' ? null : this.state === 'closed' ? 0 : this.strategy.highWaterMark - this.queue.size;
    }

    canTakeMore() {
      return this.state === 'readable' && !this.closeRequested;
    }

    pullIfWanted() {
      if (!this.canTakeMore() || !this.isStarted || !(this.requests.length || this.desiredSize() > 0)) {
        return;
      }
      if (this.isPulling) {
        this.pullsAgain = true;
        return;
      }
      this.isPulling = true;
      call(this.source, 'pull', this.controller).then(() => {
        this.isPulling = false;
        if (this.pullsAgain) {
          this.pullsAgain = false;
          this.pullIfWanted();
        }
      }, (error) => this.fail(error));
    }

    enqueue(chunk) {
      if (!this.canTakeMore()) {
        throw new TypeError('enqueue: the stream is closed, or is about to be');
      }
      if (this.requests.length) {
        this.requests.shift().resolve({ value: chunk, done: false });
      } else {
        try {
          this.queue.push(chunk, Number(this.strategy.size(chunk)));
        } catch (error) {
          this.fail(error);
          throw error;
        }
      }
      this.pullIfWanted();
    }

    requestClose() {
      if (!this.canTakeMore()) {
        throw new TypeError('close: the stream is closed, or is about to be');
      }
      this.closeRequested = true;
      if (this.queue.items.length === 0) {
        this.close();
      }
    }

    close() {
      this.state = 'closed';
      this.source = null;
      this.requests.splice(0).forEach((request) => request.resolve({ value: undefined, done: true }));
      this.reader?.closed.resolve();
    }

    fail(error) {
      if (this.state !== 'readable') {
        return;
      }
      this.state = 'errored';
      this.error = error;
      this.source = null;
      this.queue.clear();
      this.requests.splice(0).forEach((request) => request.reject(error));
      this.reader?.closed.reject(error);
    }

    read() {
      this.isDisturbed = true;
      if (this.state === 'closed') {
        return Promise.resolve({ value: undefined, done: true });
      }
      if (this.state === 'errored') {
        return Promise.reject(this.error);
      }
      if (this.queue.items.length) {
        const value = this.queue.shift();
        if (this.closeRequested && this.queue.items.length === 0) {
          this.close();
        } else {
          this.pullIfWanted();
        }
        return Promise.resolve({ value, done: false });
      }
      const request = Promise.withResolvers();
      this.requests.push(request);
      this.pullIfWanted();
      return request.promise;
    }

    async cancel(reason) {
      this.isDisturbed = true;
      if (this.state === 'errored') {
        throw this.error;
      }
      if (this.state === 'readable') {
        const source = this.source;
        this.queue.clear();
        this.close();
        await call(source, 'cancel', reason);
      }
    }
  }

  let makeReadableController;
  const illegal = (name) => new TypeError(`${name}: Illegal constructor`);
  const KEY = Symbol('made by the host');

  const ReadableStreamDefaultController = $.hostInterface('ReadableStreamDefaultController', class {
    #state;

    static {
      makeReadableController = (state) => new ReadableStreamDefaultController(KEY, state);
    }

    constructor(key, state) {
      if (key !== KEY) {
        throw illegal('ReadableStreamDefaultController');
      }
      this.#state = state;
    }

    get desiredSize() {
      return this.#state.desiredSize();
    }

    enqueue(chunk) {
      this.#state.enqueue(chunk);
    }

    close() {
      this.#state.requestClose();
    }

    error(error) {
      this.#state.fail(error);
    }
  });

  const ReadableStreamDefaultReader = $.hostInterface('ReadableStreamDefaultReader', class {
    #state;
    #lock;

    constructor(stream) {
      const state = readableOf(stream);
      if (state.reader) {
        throw new TypeError('the stream is locked to a reader already');
      }
      this.#state = state;
      this.#lock = { closed: promised() };
      state.reader = this.#lock;
      if (state.state === 'closed') {
        this.#lock.closed.resolve();
      } else if (state.state === 'errored') {
        this.#lock.closed.reject(state.error);
      }
    }

    get closed() {
      return $.promiseOf(this.#lock.closed.promise);
    }

    async read() {
      if (!this.#state) {
        throw new TypeError('read: the reader has released its stream');
      }
      return this.#state.read();
    }

    async cancel(reason) {
      if (!this.#state) {
        throw new TypeError('cancel: the reader has released its stream');
      }
      return this.#state.cancel(reason);
    }

    releaseLock() {
      if (this.#state) {
        const released = new TypeError('the reader has released its stream');
        this.#state.requests.splice(0).forEach((request) => request.reject(released));
        this.#state.reader = null;
        this.#state = null;
        this.#lock.closed.reject(released);
        this.#lock.closed = promised();
        this.#lock.closed.reject(released);
      }
    }
  });

  const ReadableStream = $.hostInterface('ReadableStream', class {
    constructor(source = {}, strategy = {}) {
      if (source?.type !== undefined) {
        throw new RangeError(`ReadableStream: sources of type ${source.type} are not supported`);
      }
      const state = new ReadableState(source, strategyOf(strategy, 1));
      readables.set(this, state);
      state.start(makeReadableController(state));
    }

    static from(iterable) {
      const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]();
      return new ReadableStream({
        async pull(controller) {
          const { value, done } = await $.inward(iterator.next());
          if (done) {
            controller.close();
          } else {
            controller.enqueue(value);
          }
        },
        async cancel(reason) {
          await $.inward(iterator.return?.(reason));
        },
      }, { highWaterMark: 0 });
    }

    get locked() {
      return readableOf(this).reader !== null;
    }

    async cancel(reason) {
      if (this.locked) {
        throw new TypeError('cancel: the stream is locked to a reader');
      }
      return readableOf(this).cancel(reason);
    }

    getReader(options = {}) {
      if (options?.mode !== undefined) {
        throw new TypeError(`getReader: no mode called ${options.mode} here`);
      }
      return new ReadableStreamDefaultReader(this);
    }

    pipeThrough(transform, options = {}) {
      $.inward(this.pipeTo(transform.writable, options)).catch(noop);
      return transform.readable;
    }

    async pipeTo(destination, { preventClose = false, preventAbort = false, preventCancel = false, signal } = {}) {
      const reader = new ReadableStreamDefaultReader(this);
      let writer;
      try {
        writer = new WritableStreamDefaultWriter(destination);
      } catch (error) {
        reader.releaseLock();
        throw error;
      }
      const stopped = promised();
      const forget = signal ? $.abortSignal.onAbort(signal, () => stopped.reject(signal.reason)) : noop;
      const target = writableOf(destination);
      try {
        signal?.throwIfAborted();
        for (;;) {
          await Promise.race([$.inward(writer.ready), stopped.promise]);
          const next = await Promise.race([$.inward(reader.read()), stopped.promise, $.inward(writer.closed).then(() => {
            throw new TypeError('pipeTo: the destination is closed');
          })]);
          if (next.done) {
            break;
          }
          $.inward(writer.write(next.value)).catch(noop);
        }
        if (!preventClose) {
          await $.inward(writer.close());
        } else {
          await target.idle();
        }
      } catch (error) {
        const isFromSource = readableOf(this).state === 'errored' || signal?.aborted;
        const actions = [];
        if (isFromSource && !preventAbort && target.state === 'writable') {
          actions.push($.inward(writer.abort(error)));
        }
        if ((!isFromSource || signal?.aborted) && !preventCancel && readableOf(this).state === 'readable') {
          actions.push($.inward(reader.cancel(error)));
        }
        await Promise.allSettled(actions);
        throw error;
      } finally {
        forget();
        reader.releaseLock();
        writer.releaseLock();
      }
    }

    tee() {
      const reader = this.getReader();
      const controllers = [];
      const pull = async () => {
        const { value, done } = await $.inward(reader.read());
        for (const controller of controllers) {
          try {
            if (done) {
              controller.close();
            } else {
              controller.enqueue(value);
            }
          } catch {
            // that branch is cancelled
          }
        }
      };
      const branch = () => new ReadableStream({
        start(controller) {
          controllers.push(controller);
          $.inward(reader.closed).catch((error) => controller.error(error));
        },
        pull,
      });
      return [branch(), branch()];
    }

    async *values({ preventCancel = false } = {}) {
      const reader = this.getReader();
      let isDone = false;
      try {
        for (;;) {
          const next = await $.inward(reader.read());
          isDone = next.done;
          if (isDone) {
            return;
          }
          yield next.value;
        }
      } catch (error) {
        isDone = true;
        throw error;
      } finally {
        if (!isDone && !preventCancel) {
          await $.inward(reader.cancel());
        }
        reader.releaseLock();
      }
    }
  });
  Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator,
    { value: ReadableStream.prototype.values, writable: true, configurable: true });
  $.isDisturbed = (stream) => readableOf(stream).isDisturbed;

  class WritableState {
    // writable, erroring, errored, closed
    state = 'writable';
    error = undefined;
    writer = null;
    queue = new Queue();
    requests = [];
    inFlight = null;
    closeRequest = null;
    isStarted = false;
    abort = null;
    aborter = new AbortController();
    waiting = [];

    constructor(sink, strategy) {
      this.sink = sink;
      this.strategy = strategy;
    }

    start(controller) {
      this.controller = controller;
      const started = this.sink?.start?.(controller);
      $.inward(started).then(() => {
        this.isStarted = true;
        this.advance();
      }, (error) => {
        this.isStarted = true;
        this.fail(error);
      });
    }

    desiredSize() {
      return this.state === 'closed' ? 0 : this.state === 'writable' ? this.strategy.highWaterMark - this.queue.size : null;
    }

    isClosing() {
      return this.closeRequest !== null || this.state === 'closed';
    }

    // Promises that the writer shows: a new one for each time that it has to wait.
    updateReady() {
      if (this.writer && this.state === 'writable') {
        const isReady = this.isClosing() || this.desiredSize() > 0;
        if (isReady) {
          this.writer.ready.resolve();
        } else if (this.writer.isReady) {
          this.writer.ready = promised();
        }
        this.writer.isReady = isReady;
      }
    }

    write(chunk) {
      if (this.state !== 'writable') {
        return Promise.reject(this.state === 'closed' ? new TypeError('write: the stream is closed') : this.error);
      }
      if (this.isClosing()) {
        return Promise.reject(new TypeError('write: the stream is closing'));
      }
      const request = promised();
      try {
        this.queue.push(chunk, Number(this.strategy.size(chunk)));
      } catch (error) {
        this.fail(error);
        return Promise.reject(error);
      }
      this.requests.push(request);
      this.updateReady();
      this.advance();
      return request.promise;
    }

    advance() {
      if (!this.isStarted || this.inFlight) {
        return;
      }
      if (this.state === 'erroring') {
        this.finishErroring();
        return;
      }
      if (this.state !== 'writable') {
        return;
      }
      if (this.queue.items.length) {
        const { value } = this.queue.items[0];
        const request = this.requests.shift();
        this.inFlight = request;
        call(this.sink, 'write', value, this.controller).then(() => {
          this.inFlight = null;
          request.resolve();
          if (this.queue.items.length) {
            this.queue.shift();
          }
          this.updateReady();
          this.advance();
          this.tellIdle();
        }, (error) => {
          this.inFlight = null;
          request.reject(error);
          this.fail(error);
          this.advance();
        });
      } else if (this.closeRequest) {
        const request = this.closeRequest;
        this.inFlight = request;
        call(this.sink, 'close').then(() => {
          this.inFlight = null;
          this.state = 'closed';
          this.sink = null;
          request.resolve();
          this.abort?.promise.resolve();
          this.writer?.closed.resolve();
          this.tellIdle();
        }, (error) => {
          this.inFlight = null;
          request.reject(error);
          this.closeRequest = null;
          this.fail(error);
          this.advance();
        });
      }
    }

    close() {
      if (this.isClosing() || this.state !== 'writable') {
        return Promise.reject(this.error ?? new TypeError('close: the stream is closed, or is about to be'));
      }
      this.closeRequest = promised();
      this.updateReady();
      this.advance();
      return this.closeRequest.promise;
    }

    fail(error) {
      if (this.state !== 'writable') {
        return;
      }
      this.state = 'erroring';
      this.error = error;
      if (this.writer) {
        if (this.writer.isReady) {
          this.writer.ready = promised();
        }
        this.writer.ready.reject(error);
      }
      this.advance();
    }

    finishErroring() {
      this.state = 'errored';
      const sink = this.sink;
      this.sink = null;
      this.queue.clear();
      this.requests.splice(0).forEach((request) => request.reject(this.error));
      const abort = this.abort;
      const done = () => {
        this.closeRequest?.reject(this.error);
        this.writer?.closed.reject(this.error);
        this.tellIdle();
      };
      if (abort) {
        call(abort.calls ? sink : null, 'abort', abort.reason).then(() => abort.promise.resolve(), (e) => abort.promise.reject(e)).then(done);
      } else {
        done();
      }
    }

    abortWith(reason) {
      if (this.state === 'closed' || this.state === 'errored') {
        return Promise.resolve();
      }
      if (this.abort) {
        return this.abort.promise.promise;
      }
      this.aborter.abort(reason);
      this.abort = { promise: promised(), reason, calls: this.state === 'writable' };
      if (this.state === 'writable') {
        this.fail(reason);
      }
      return this.abort.promise.promise;
    }

    // Settled when nothing is being written any more.
    idle() {
      if (!this.inFlight && this.queue.items.length === 0) {
        return Promise.resolve();
      }
      return new Promise((resolve) => { this.waiting.push(resolve); });
    }

    tellIdle() {
      if (!this.inFlight && this.queue.items.length === 0) {
        this.waiting.splice(0).forEach((resolve) => resolve());
      }
    }
  }

  let makeWritableController;
  const WritableStreamDefaultController = $.hostInterface('WritableStreamDefaultController', class {
    #state;

    static {
      makeWritableController = (state) => new WritableStreamDefaultController(KEY, state);
    }

    constructor(key, state) {
      if (key !== KEY) {
        throw illegal('WritableStreamDefaultController');
      }
      this.#state = state;
    }

    get signal() {
      return this.#state.aborter.signal;
    }

    error(error) {
      this.#state.fail(error);
    }
  });

  const WritableStreamDefaultWriter = $.hostInterface('WritableStreamDefaultWriter', class {
    #state;
    #lock;

    constructor(stream) {
      const state = writableOf(stream);
      if (state.writer) {
        throw new TypeError('the stream is locked to a writer already');
      }
      this.#state = state;
      this.#lock = { closed: promised(), ready: promised(), isReady: false };
      state.writer = this.#lock;
      if (state.state === 'closed') {
        this.#lock.closed.resolve();
        this.#lock.ready.resolve();
      } else if (state.state !== 'writable') {
        this.#lock.ready.reject(state.error);
        if (state.state === 'errored') {
          this.#lock.closed.reject(state.error);
        }
      }
      state.updateReady();
    }

    #required() {
      if (!this.#state) {
        throw new TypeError('the writer has released its stream');
      }
      return this.#state;
    }

    get closed() {
      return $.promiseOf(this.#lock.closed.promise);
    }

    get ready() {
      return $.promiseOf(this.#lock.ready.promise);
    }

    get desiredSize() {
      return this.#required().desiredSize();
    }

    async write(chunk) {
      return this.#required().write(chunk);
    }

    async close() {
      return this.#required().close();
    }

    async abort(reason) {
      return this.#required().abortWith(reason);
    }

    releaseLock() {
      if (this.#state) {
        const released = new TypeError('the writer has released its stream');
        this.#state.writer = null;
        this.#state = null;
        for (const name of ['closed', 'ready']) {
          this.#lock[name].reject(released);
          this.#lock[name] = promised();
          this.#lock[name].reject(released);
        }
      }
    }
  });

  const WritableStream = $.hostInterface('WritableStream', class {
    constructor(sink = {}, strategy = {}) {
      const state = new WritableState(sink, strategyOf(strategy, 1));
      writables.set(this, state);
      state.start(makeWritableController(state));
    }

    get locked() {
      return writableOf(this).writer !== null;
    }

    getWriter() {
      return new WritableStreamDefaultWriter(this);
    }

    async abort(reason) {
      if (this.locked) {
        throw new TypeError('abort: the stream is locked to a writer');
      }
      return writableOf(this).abortWith(reason);
    }

    async close() {
      if (this.locked) {
        throw new TypeError('close: the stream is locked to a writer');
      }
      return writableOf(this).close();
    }
  });

  const TransformStreamDefaultController = $.hostInterface('TransformStreamDefaultController', class {
    #ends;

    constructor(key, ends) {
      if (key !== KEY) {
        throw illegal('TransformStreamDefaultController');
      }
      this.#ends = ends;
    }

    get desiredSize() {
      return this.#ends.readable.desiredSize();
    }

    enqueue(chunk) {
      this.#ends.readable.enqueue(chunk);
    }

    error(error) {
      this.#ends.readable.fail(error);
      this.#ends.writable.fail(error);
    }

    terminate() {
      if (this.#ends.readable.canTakeMore()) {
        this.#ends.readable.requestClose();
      }
      this.#ends.writable.fail(new TypeError('the transform has terminated its stream'));
    }
  });

  $.hostInterface('TransformStream', class TransformStream {
    #readable;
    #writable;

    constructor(transformer = {}, writableStrategy = {}, readableStrategy = {}) {
      const ends = {};
      let room = promised();
      const controller = new TransformStreamDefaultController(KEY, ends);
      const started = promised();
      this.#readable = new ReadableStream({
        start: () => started.promise,
        pull() {
          room.resolve();
        },
        cancel(reason) {
          ends.writable.fail(reason);
          room.resolve();
          return transformer.cancel?.(reason);
        },
      }, { highWaterMark: 0, ...readableStrategy });
      ends.readable = readableOf(this.#readable);
      this.#writable = new WritableStream({
        start: () => started.promise,
        async write(chunk) {
          while (ends.readable.canTakeMore() && !ends.readable.requests.length && ends.readable.desiredSize() <= 0) {
            room = promised();
            await room.promise;
          }
          if (ends.writable.state !== 'writable') {
            throw ends.writable.error;
          }
          try {
            if (transformer.transform) {
              await $.inward(transformer.transform(chunk, controller));
            } else {
              controller.enqueue(chunk);
            }
          } catch (error) {
            controller.error(error);
            throw error;
          }
        },
        async close() {
          try {
            await $.inward(transformer.flush?.(controller));
          } catch (error) {
            controller.error(error);
            throw error;
          }
          if (ends.readable.canTakeMore()) {
            ends.readable.requestClose();
          }
        },
        async abort(reason) {
          await $.inward(transformer.cancel?.(reason));
          ends.readable.fail(reason);
        },
      }, writableStrategy);
      ends.writable = writableOf(this.#writable);
      try {
        started.resolve(transformer.start?.(controller));
      } catch (error) {
        started.reject(error);
        throw error;
      }
    }

    get readable() {
      return this.#readable;
    }

    get writable() {
      return this.#writable;
    }
  });

  const strategies = { CountQueuingStrategy: () => 1, ByteLengthQueuingStrategy: (chunk) => chunk.byteLength };
  for (const [name, size] of Object.entries(strategies)) {
    $.hostInterface(name, class {
      #highWaterMark;

      constructor({ highWaterMark }) {
        this.#highWaterMark = Number(highWaterMark);
      }

      get highWaterMark() {
        return this.#highWaterMark;
      }

      get size() {
        return size;
      }
    });
  }
})
