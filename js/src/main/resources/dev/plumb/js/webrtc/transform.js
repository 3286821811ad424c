// Encoded frames that a script changes: in a worker, or by the streams that came before.
(function ($) {
  'use strict';

  // ---- frames
  class RTCEncodedVideoFrameImpl extends $.Impl {
    static construct(original, options) { return new RTCEncodedVideoFrameImpl({ ...original.$parts(), ...options.metadata && { metadata: { ...original.$metadata, ...options.metadata } } }); }
    constructor({ entry, type, data, metadata }) {
      super();
      $.hold(this, entry);
      this.$metadata = metadata;
      this.type = type;
      this.data = data;
    }
    $parts() { return { entry: $.handleOf(this), type: this.type, data: this.data.slice(0), metadata: this.$metadata }; }
    getMetadata() { return this.$metadata; }
  }
  $.implement('RTCEncodedVideoFrame', RTCEncodedVideoFrameImpl);
  class RTCEncodedAudioFrameImpl extends $.Impl {
    static construct(original, options) { return new RTCEncodedAudioFrameImpl({ ...original.$parts(), ...options.metadata && { metadata: { ...original.$metadata, ...options.metadata } } }); }
    constructor({ entry, data, metadata }) {
      super();
      $.hold(this, entry);
      this.$metadata = metadata;
      this.data = data;
    }
    $parts() { return { entry: $.handleOf(this), data: this.data.slice(0), metadata: this.$metadata }; }
    getMetadata() { return this.$metadata; }
  }
  $.implement('RTCEncodedAudioFrame', RTCEncodedAudioFrameImpl);

  function metadataOf(m) {
    const made = {
      synchronizationSource: m.ssrc, payloadType: m.payloadType, contributingSources: m.contributingSources || [],
      rtpTimestamp: m.rtpTimestamp, mimeType: m.mimeType,
    };
    if (m.width) {
      made.width = m.width;
      made.height = m.height;
    }
    if (m.sequenceNumber !== undefined) made.sequenceNumber = m.sequenceNumber;
    if (m.captureTimeNanos !== undefined) made.captureTime = m.captureTimeNanos / 1e6;
    if (m.audioLevel !== undefined) made.audioLevel = m.audioLevel;
    return made;
  }
  // a pair of streams that frames come from and go back to; frames that are not written are dropped, and keep their turn until a
  // later one is
  function streams(handle) {
    let controller;
    const readable = new ReadableStream({ start(c) { controller = c; } }, { highWaterMark: Infinity });
    const writable = new WritableStream({
      write(frame) {
        const impl = $.implOf(frame);
        if (!(impl instanceof RTCEncodedVideoFrameImpl || impl instanceof RTCEncodedAudioFrameImpl)) {
          throw new TypeError('what is written has to be an encoded frame');
        }
        $.native.transformWrite(handle, $.handleOf(impl), impl.data);
      },
    });
    $.native.transformOpen(handle, (entry, type, data, metadata) => {
      const parts = { entry, type, data, metadata: metadataOf(metadata) };
      controller.enqueue((type === '' ? new RTCEncodedAudioFrameImpl(parts) : new RTCEncodedVideoFrameImpl(parts)).wrapper);
    });
    return { readable, writable };
  }

  // ---- transforms by a worker
  class RTCRtpScriptTransformImpl extends $.Impl {
    static construct(worker, options, transfer) {
      if (!$.isWorker || !$.isWorker(worker)) {
        throw new TypeError('RTCRtpScriptTransform: the first argument is a Worker');
      }
      return new RTCRtpScriptTransformImpl(worker, options, transfer);
    }
    constructor(worker, options, transfer) {
      super();
      $.hold(this, $.native.transformNew());
      this.$used = false;
      $.postToWorker(worker, 'rtctransform', options, transfer, [$.handleOf(this)]);
    }
  }
  $.implement('RTCRtpScriptTransform', RTCRtpScriptTransformImpl);

  class RTCRtpScriptTransformerImpl extends $.EventTargetImpl {
    constructor(handle, options) {
      super();
      $.hold(this, handle);
      this.options = options;
      Object.assign(this, streams(handle));
    }
    generateKeyFrame() { return $.asTask(() => $.native.transformKeyFrame($.handleOf(this), true)); }
    sendKeyFrameRequest() { return $.asTask(() => { $.native.transformKeyFrame($.handleOf(this), false); }); }
  }
  $.implement('RTCRtpScriptTransformer', RTCRtpScriptTransformerImpl);
  $.RTCTransformEventImpl = $.eventInterface('RTCTransformEvent');
  // called in the worker's context
  $.openTransform = (handle, options) => {
    $.fireImpl($.global, new $.RTCTransformEventImpl('rtctransform', { transformer: new RTCRtpScriptTransformerImpl(handle, options) }));
  };

  $.attachTransform = function (half, wrapper) {
    const impl = wrapper === null ? null : wrapper;
    if (impl !== null) {
      if (impl.$used) {
        throw $.domException('InvalidStateError', 'a transform belongs to one sender or receiver');
      }
      impl.$used = true;
    }
    $.native.call($.handleOf(half), 'transform', impl === null ? null : $.handleOf(impl));
  };
  $.encodedStreams = function (half) {
    if (half.$streams) {
      throw $.domException('InvalidStateError', 'the streams were made already');
    }
    const handle = $.native.transformNew();
    half.$streams = streams(handle);
    $.native.call($.handleOf(half), 'transform', handle);
    return half.$streams;
  };
})
