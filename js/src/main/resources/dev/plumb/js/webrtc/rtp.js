// Senders, receivers, transceivers and tones.
(function ($) {
  'use strict';
  const call = $.native.call;

  class RTCDTMFSenderImpl extends $.EventTargetImpl {
    constructor(handle, sender) {
      super();
      $.hold(this, handle);
      this.sender = sender;
      $.native.on(handle, 'onToneChange', tone => $.fireImpl(this, new $.RTCDTMFToneChangeEventImpl('tonechange', { tone })));
    }
    get canInsertDTMF() { return call($.handleOf(this), 'canInsertDtmf'); }
    get toneBuffer() { return call($.handleOf(this), 'toneBuffer'); }
    insertDTMF(tones, duration, gap) {
      call($.handleOf(this), 'insertDtmf', tones, Math.min(Math.max(duration, 40), 6000), Math.min(Math.max(gap, 30), 6000));
    }
    insertDtmf(tones, duration, gap) { this.insertDTMF(tones, duration, gap); }
  }
  $.implement('RTCDTMFSender', RTCDTMFSenderImpl);
  $.RTCDTMFToneChangeEventImpl = $.eventInterface('RTCDTMFToneChangeEvent');

  class RTCRtpSenderImpl extends $.EventTargetImpl {
    transceiver = null;
    $transform = null;
    $last = null;
    constructor(handle) {
      super();
      $.hold(this, handle);
    }
    static getCapabilities(kind) { return $.capabilities('RTCRtpSender', kind); }
    get kind() { return call($.handleOf(this), 'kind'); }
    get track() { return $.halfOf($.MediaStreamTrackImpl, call($.handleOf(this), 'track')); }
    get transport() { return $.halfOf($.RTCDtlsTransportImpl, call($.handleOf(this.transceiver || this), 'transport')); }
    get dtmf() {
      return this.kind === 'audio' ? $.native.tied(call($.handleOf(this), 'dtmf')) || new RTCDTMFSenderImpl(call($.handleOf(this), 'dtmf'), this) : null;
    }
    getStats() { return this.transceiver ? this.transceiver.pc.statsOfHalf(this) : $.statsLater($.handleOf(this)); }
    replaceTrack(track) {
      if (track !== null && track.kind !== this.kind) {
        return Promise.reject($.adopt(new TypeError(`replaceTrack: the sender is of ${this.kind}, the track of ${track.kind}`)));
      }
      const replace = () => {
        call($.handleOf(this), 'replaceTrack', track === null ? null : $.handleOf(track));
        return undefined;
      };
      return this.transceiver ? this.transceiver.pc.replaceTrack(this, track) : $.asTask(replace);
    }
    setStreams(...streams) {
      if (!this.transceiver) {
        throw $.domException('InvalidStateError', 'the sender belongs to no connection');
      }
      this.transceiver.setStreams(streams);
    }
    getParameters() { return this.transceiver ? this.transceiver.getSendParameters() : call($.handleOf(this), 'getParameters'); }
    setParameters(parameters, options) {
      if (!this.transceiver) {
        return Promise.reject($.domException('InvalidStateError', 'the sender belongs to no connection: use send()'));
      }
      return this.transceiver.setSendParameters(parameters, options);
    }
    generateKeyFrame() {
      if (this.kind !== 'video') {
        return Promise.reject($.domException('InvalidStateError', 'only video has key frames'));
      }
      call($.handleOf(this), 'generateKeyFrame');
      return Promise.resolve(undefined);
    }
    createEncodedStreams() { return $.encodedStreams(this); }
    get transform() { return this.$transform; }
    set transform(transform) {
      $.attachTransform(this, transform);
      this.$transform = transform;
    }
  }
  $.RTCRtpSenderImpl = RTCRtpSenderImpl;

  class RTCRtpReceiverImpl extends $.EventTargetImpl {
    transceiver = null;
    $transform = null;
    $jitterBufferTarget = null;
    constructor(handle) {
      super();
      $.hold(this, handle);
    }
    static getCapabilities(kind) { return $.capabilities('RTCRtpReceiver', kind); }
    get kind() { return call($.handleOf(this), 'kind'); }
    get track() { return $.halfOf($.MediaStreamTrackImpl, call($.handleOf(this), 'track')); }
    get transport() { return $.halfOf($.RTCDtlsTransportImpl, call($.handleOf(this.transceiver || this), 'transport')); }
    getParameters() {
      const parameters = call($.handleOf(this), 'getParameters');
      return $.parametersOut(parameters === null ? {} : parameters, this.kind);
    }
    getContributingSources() { return call($.handleOf(this), 'getContributingSources').map(source); }
    getSynchronizationSources() { return call($.handleOf(this), 'getSynchronizationSources').map(source); }
    getStats() { return this.transceiver ? this.transceiver.pc.statsOfHalf(this) : $.statsLater($.handleOf(this)); }
    get jitterBufferTarget() { return this.$jitterBufferTarget; }
    set jitterBufferTarget(millis) {
      if (millis !== null && (millis < 0 || millis > 4000)) {
        throw new RangeError('jitterBufferTarget must be between 0 and 4000 ms');
      }
      this.$jitterBufferTarget = millis;
      call($.handleOf(this), 'jitterBufferTarget', millis === null ? 0 : millis);
    }
    createEncodedStreams() { return $.encodedStreams(this); }
    get transform() { return this.$transform; }
    set transform(transform) {
      $.attachTransform(this, transform);
      this.$transform = transform;
    }
  }
  $.RTCRtpReceiverImpl = RTCRtpReceiverImpl;
  const source = s => {
    const made = { timestamp: s.timestamp, source: s.source, rtpTimestamp: s.rtpTimestamp };
    if (s.audioLevel !== undefined) {
      made.audioLevel = s.audioLevel;
    }
    return made;
  };

  class RTCRtpTransceiverImpl extends $.Impl {
    constructor(handle, pc) {
      super();
      $.hold(this, handle);
      this.pc = pc;
      this.sender = $.halfOf(RTCRtpSenderImpl, call(handle, 'sender'));
      this.receiver = $.halfOf(RTCRtpReceiverImpl, call(handle, 'receiver'));
      this.sender.transceiver = this;
      this.receiver.transceiver = this;
    }
    get kind() { return call($.handleOf(this), 'kind'); }
    get mid() { return call($.handleOf(this), 'mid'); }
    get direction() { return call($.handleOf(this), 'direction'); }
    set direction(direction) { call($.handleOf(this), 'direction', direction); }
    get currentDirection() { return call($.handleOf(this), 'currentDirection'); }
    get stopped() { return this.currentDirection === 'stopped'; }
    stop() { call($.handleOf(this), 'stop'); }
    setStreams(streams) { call($.handleOf(this), 'setStreams', [...new Set(streams.map(s => s.id))]); }
    setCodecPreferences(codecs) {
      const unique = codecs.filter((c, i) => codecs.findIndex(d => $.sameCodec(c, d)) === i);
      call($.handleOf(this), 'setCodecPreferences', $.capabilitiesOf('RTCRtpReceiver', this.kind, unique));
    }
    getHeaderExtensionsToNegotiate() { return call($.handleOf(this), 'getHeaderExtensionsToNegotiate'); }
    setHeaderExtensionsToNegotiate(extensions) {
      call($.handleOf(this), 'setHeaderExtensionsToNegotiate', extensions.map(e => ({ direction: 'sendrecv', ...e })));
    }
    getNegotiatedHeaderExtensions() { return call($.handleOf(this), 'getNegotiatedHeaderExtensions'); }

    // ---- what is sent
    getSendParameters() {
      const p = call($.handleOf(this), 'getSendParameters');
      const made = {
        ...$.parametersOut(p, this.kind),
        rtcp: { cname: $.native.cname, ...$.rtcpOut(p.rtcp) },
        transactionId: p.transactionId,
        encodings: (p.encodings || []).map(e => this.$encodingOut(e, p.codecs || [])),
      };
      this.$given = { made: JSON.stringify(made), raw: p };
      return made;
    }
    $encodingOut(e, negotiated) {
      const made = $.encodingOut(e, this.kind);
      const codec = e.codecPayloadType === undefined ? undefined : $.codecOfPayloadType(e.codecPayloadType, this.kind, negotiated);
      return codec === undefined ? made : { ...made, codec };
    }
    setSendParameters(parameters) {
      const given = this.$given;
      if (this.direction === 'stopped') {
        return Promise.reject($.domException('InvalidStateError', 'the transceiver is stopped'));
      }
      if (given === undefined) {
        return Promise.reject($.domException('InvalidStateError', 'getParameters() comes first'));
      }
      const was = $.convert('RTCRtpSendParameters', JSON.parse(given.made), 'setParameters');
      const changed = ['codecs', 'headerExtensions', 'rtcp', 'transactionId']
        .some(name => JSON.stringify(was[name]) !== JSON.stringify(parameters[name]));
      if (changed) {
        return Promise.reject($.domException('InvalidModificationError', 'only encodings may be changed'));
      }
      if (parameters.encodings.length !== was.encodings.length) {
        return Promise.reject($.domException('InvalidModificationError', 'the number of encodings may not be changed'));
      }
      for (const e of parameters.encodings) {
        if (e.scaleResolutionDownBy !== undefined && e.scaleResolutionDownBy < 1 && this.kind === 'video') {
          return Promise.reject($.adopt(new RangeError('scaleResolutionDownBy is 1 or more')));
        }
        if (e.maxFramerate !== undefined && e.maxFramerate < 0 && this.kind === 'video') {
          return Promise.reject($.adopt(new RangeError('maxFramerate is 0 or more')));
        }
      }
      if (this.kind === 'audio') {
        for (const e of parameters.encodings) {
          delete e.scaleResolutionDownBy;
          delete e.maxFramerate;
        }
      }
      const codecs = parameters.encodings.map(e => e.codec && $.payloadTypeOf(e.codec, this.kind, given.raw.codecs || []));
      if (parameters.encodings.some((e, i) => e.codec && codecs[i] === undefined)) {
        return Promise.reject($.domException('InvalidModificationError', 'a codec has to be one of those negotiated'));
      }
      const encodings = parameters.encodings.map((e, i) => {
        const { ssrc, rtx, rid = '' } = given.raw.encodings[i];
        const made = { ...$.encodingIn(e), rid };
        if (ssrc !== undefined) made.ssrc = ssrc;
        if (rtx !== undefined) made.rtx = rtx;
        if (codecs[i] !== undefined) made.codecPayloadType = codecs[i];
        return made;
      });
      if (parameters.encodings.some((e, i) => (e.rid || '') !== (was.encodings[i].rid || ''))) {
        return Promise.reject($.domException('InvalidModificationError', 'rids may not be changed'));
      }
      const write = () => {
        call($.handleOf(this), 'setSendParameters', { ...given.raw, encodings });
        this.$given = undefined;
        return undefined;
      };
      return $.asTask(write);
    }
  }
  $.implement('RTCRtpTransceiver', RTCRtpTransceiverImpl);
  $.RTCRtpTransceiverImpl = RTCRtpTransceiverImpl;

  // does something at once, and tells the result as a task
  $.asTask = body => $.promise((resolve, reject) => {
    let result;
    try {
      result = body();
    } catch (e) {
      reject($.adopt(e));
      return;
    }
    $.native.later(() => resolve($.adopt(result)));
  });
})
