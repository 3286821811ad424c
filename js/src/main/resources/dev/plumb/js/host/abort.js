// AbortController and AbortSignal.
(function ($) {
  'use strict';
  let makeSignal;
  let abort;
  let inner;

  class AbortSignal extends EventTarget {
    #aborted = false;
    #reason;
    #steps = new Set();
    // signals that follow this one; weak, since `any` may outlive nobody's interest
    #dependents = new Set();

    static {
      let allowed = false;
      makeSignal = () => {
        allowed = true;
        try {
          return new AbortSignal();
        } finally {
          allowed = false;
        }
      };
      inner = { isAllowed: () => allowed };
      abort = (signal, reason) => {
        if (signal.#aborted) {
          return;
        }
        signal.#aborted = true;
        signal.#reason = reason === undefined ? new DOMException('The operation was aborted', 'AbortError') : reason;
        const steps = [...signal.#steps];
        signal.#steps.clear();
        steps.forEach((step) => step());
        $.fire(signal, new Event('abort'));
        signal.#dependents.forEach((dependent) => abort(dependent, signal.#reason));
      };
      $.abortSignal = {
        is: (value) => typeof value === 'object' && value !== null && #aborted in value,
        // Runs `step` when the signal is aborted; the answer takes it back.
        onAbort: (signal, step) => {
          signal.#steps.add(step);
          return () => signal.#steps.delete(step);
        },
      };
    }

    constructor() {
      if (!inner.isAllowed()) {
        throw new TypeError('AbortSignal: Illegal constructor');
      }
      super();
    }

    static abort(reason) {
      const signal = makeSignal();
      signal.#aborted = true;
      signal.#reason = reason === undefined ? new DOMException('The operation was aborted', 'AbortError') : reason;
      return signal;
    }

    static timeout(milliseconds) {
      const signal = makeSignal();
      setTimeout(() => abort(signal, new DOMException('The operation timed out', 'TimeoutError')), milliseconds);
      return signal;
    }

    static any(signals) {
      const result = makeSignal();
      for (const signal of signals) {
        if (signal.#aborted) {
          result.#aborted = true;
          result.#reason = signal.#reason;
          return result;
        }
      }
      for (const signal of signals) {
        signal.#dependents.add(result);
      }
      return result;
    }

    get aborted() {
      return this.#aborted;
    }

    get reason() {
      return this.#reason;
    }

    throwIfAborted() {
      if (this.#aborted) {
        throw this.#reason;
      }
    }
  }
  $.hostInterface('AbortSignal', AbortSignal);
  $.handlerAttributes(AbortSignal, ['abort']);

  $.hostInterface('AbortController', class AbortController {
    #signal = makeSignal();

    get signal() {
      return this.#signal;
    }

    abort(reason) {
      abort(this.#signal, reason);
    }
  });
})
