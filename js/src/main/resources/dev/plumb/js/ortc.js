// ORTC's objects: the same ones that a connection is made of, plumbed by hand.
(function ($) {
  'use strict';
  const call = $.native.call;
  const { make } = $.native;

  // ---- gatherers
  const optionsIn = options => ({
    gatherPolicy: options.gatherPolicy, includeLoopback: !!$.native.includeLoopback,
    iceServers: options.iceServers.map(s => ({ urls: [].concat(s.urls), username: s.username || '', credential: s.credential || '' })),
  });
  class RTCIceGathererImpl extends $.EventTargetImpl {
    static construct(options) { return new RTCIceGathererImpl(make('iceGatherer', optionsIn(options))); }
    constructor(handle) {
      super();
      $.hold(this, handle);
      $.native.on(handle, 'onStateChange', () => $.fireSimple(this, 'statechange'));
      $.native.on(handle, 'onLocalCandidate', c => {
        const last = c.foundation === undefined;
        for (const [type, candidate] of [['icecandidate', last ? { complete: true } : c], ['localcandidate', c]]) {
          if (this.hears(type)) {
            $.fireImpl(this, new $.RTCIceGathererEventImpl(type, { candidate: { ...defaults(c), ...candidate }, url: '' }));
          }
        }
      });
      $.native.on(handle, 'onError', e => {
        const { address = null, port = null, url, errorCode, errorText } = e;
        for (const type of ['icecandidateerror', 'error']) {
          $.fireImpl(this, new $.RTCPeerConnectionIceErrorEventImpl(type, { address, port, url, errorCode, errorText }));
        }
      });
    }
    addEventListener(type, callback, options) {
      super.addEventListener(type, callback, options);
      // the name of the event in the first drafts, whose gatherers had no gather() and began by themselves
      if (type === 'localcandidate') {
        $.native.later(() => {
          if (this.state === 'new') {
            this.gather();
          }
        });
      }
    }
    get component() { return call($.handleOf(this), 'component'); }
    get state() { return call($.handleOf(this), 'state'); }
    close() { call($.handleOf(this), 'close'); }
    gather(options) {
      if (options === undefined) {
        call($.handleOf(this), 'gather');
      } else {
        call($.handleOf(this), 'gather', optionsIn(options));
      }
    }
    getLocalParameters() { return call($.handleOf(this), 'getLocalParameters'); }
    getLocalCandidates() { return call($.handleOf(this), 'getLocalCandidates').map(c => ({ ...defaults(c), ...c })); }
    createAssociatedGatherer() { return $.halfOf(RTCIceGathererImpl, call($.handleOf(this), 'createAssociatedGatherer')); }
    getStats() { return $.statsLater($.handleOf(this)); }
  }
  // what the objects leave out where it is as usual
  const defaults = c => (c.foundation === undefined ? {} : { protocol: 'udp', relatedPort: 0, relatedAddress: '' });
  $.RTCIceGathererImpl = RTCIceGathererImpl;
  $.implement('RTCIceGatherer', RTCIceGathererImpl);
  ['RTCIceGathererEvent', 'RTCSsrcConflictEvent', 'RTCRtpUnhandledEvent'].forEach(name => {
    $[`${name}Impl`] = $.eventInterface(name);
  });

  // a script gives candidates as ORTC's dictionaries, or as WebRTC 1.0's objects
  function candidateIn(candidate) {
    const impl = $.implOf(candidate);
    const c = impl instanceof $.RTCIceCandidateImpl ? { ...impl, ip: impl.address } : candidate;
    if (c.foundation === undefined || c.foundation === null) {
      return {};
    }
    const made = { foundation: `${c.foundation}`, priority: +c.priority, ip: `${c.ip === undefined ? c.address : c.ip}`, port: +c.port, type: `${c.type}` };
    if (c.protocol) made.protocol = `${c.protocol}`.toLowerCase();
    if (c.tcpType) made.tcpType = `${c.tcpType}`;
    if (c.relatedAddress) {
      made.relatedAddress = `${c.relatedAddress}`;
      made.relatedPort = +c.relatedPort || 0;
    }
    return made;
  }

  // ---- members for the transports that WebRTC 1.0 has, too
  const add = (Class, members, statics = {}) => {
    for (const [to, from] of [[Class.prototype, members], [Class, statics]]) {
      Object.defineProperties(to, Object.getOwnPropertyDescriptors(from));
    }
  };
  add($.RTCIceTransportImpl, {
    start(gatherer, parameters, role) {
      call($.handleOf(this), 'start', $.handleOf(gatherer),
        { usernameFragment: '', password: '', ...parameters }, role === 'unknown' ? 'controlled' : role);
      this.$watchGatherer();
    },
    stop() { call($.handleOf(this), 'stop'); },
    createAssociatedTransport() { return $.halfOf($.RTCIceTransportImpl, call($.handleOf(this), 'createAssociatedTransport')); },
    addRemoteCandidate(candidate) { call($.handleOf(this), 'addRemoteCandidate', candidateIn(candidate)); },
    setRemoteCandidates(candidates) {
      const all = candidates.map(candidateIn);
      call($.handleOf(this), 'setRemoteCandidates', all.filter(c => c.foundation !== undefined));
      if (all.some(c => c.foundation === undefined)) {
        call($.handleOf(this), 'addRemoteCandidate', {});
      }
    },
    getStats() { return $.statsLater($.handleOf(this)); },
  }, {
    construct(gatherer) {
      // without one it gets its gatherer from start()
      return new $.RTCIceTransportImpl(gatherer === null ? make('iceTransport') : make('iceTransport', $.handleOf(gatherer)));
    },
  });
  class RTCIceTransportControllerImpl extends $.Impl {
    static construct() { return new RTCIceTransportControllerImpl(); }
    constructor() {
      super();
      $.hold(this, make('iceTransportController'));
    }
    addTransport(transport, index) {
      if (index === undefined) {
        call($.handleOf(this), 'addTransport', $.handleOf(transport));
      } else {
        call($.handleOf(this), 'addTransport', $.handleOf(transport), index);
      }
    }
    getTransports() { return call($.handleOf(this), 'getTransports').map(h => $.halfOf($.RTCIceTransportImpl, h)); }
  }
  $.implement('RTCIceTransportController', RTCIceTransportControllerImpl);

  add($.RTCDtlsTransportImpl, {
    getCertificates() { return call($.handleOf(this), 'getCertificates').map(h => $.halfOf($.RTCCertificateImpl, h)); },
    getLocalParameters() { return { role: 'auto', ...call($.handleOf(this), 'getLocalParameters') }; },
    getRemoteParameters() {
      const parameters = call($.handleOf(this), 'getRemoteParameters');
      return parameters === null ? null : { role: 'auto', ...parameters };
    },
    start(parameters) { call($.handleOf(this), 'start', parameters); },
    stop() { call($.handleOf(this), 'stop'); },
    getStats() { return $.statsLater($.handleOf(this)); },
  }, {
    construct(transport, certificates) {
      return new $.RTCDtlsTransportImpl(certificates.length === 0
        ? make('dtlsTransport', $.handleOf(transport)) : make('dtlsTransport', $.handleOf(transport), certificates.map(c => $.handleOf(c))));
    },
  });

  add($.RTCSctpTransportImpl, {
    get port() { return call($.handleOf(this), 'port'); },
    start(capabilities, port) {
      if (port === undefined) {
        call($.handleOf(this), 'start', capabilities);
      } else {
        call($.handleOf(this), 'start', capabilities, port);
      }
    },
    stop() { call($.handleOf(this), 'stop'); },
  }, {
    construct(transport, port) { return new $.RTCSctpTransportImpl(make('sctpTransport', $.handleOf(transport), port)); },
    getCapabilities() { return $.native.capabilities('RTCSctpTransport'); },
  });

  add($.RTCDataChannelImpl, {}, {
    construct(transport, parameters) {
      if (parameters.maxPacketLifetime !== undefined && parameters.maxRetransmits !== undefined) {
        throw new TypeError('RTCDataChannel: maxPacketLifetime or maxRetransmits, not both');
      }
      return new $.RTCDataChannelImpl(make('dataChannel', $.handleOf(transport), parameters));
    },
  });

  // ---- senders and receivers
  // the first drafts told a stream once for each codec that it may have: such encodings are one, for all of them
  const onePerStream = encodings => {
    const made = [];
    for (const encoding of encodings) {
      const first = made.findIndex(e => e.ssrc !== undefined && e.ssrc === encoding.ssrc);
      if (first < 0) {
        made.push(encoding);
      } else {
        const { codecPayloadType: unused, ...rest } = made[first];
        made[first] = rest;
      }
    }
    return made;
  };
  const parametersIn = (given, kind) => {
    const p = { ...given };
    p.codecs = (p.codecs || []).map(c => ({ ...c, channels: kind === 'audio' ? c.channels ?? c.numChannels ?? 1 : 0,
      parameters: textsOf(c.parameters) }));
    p.encodings = onePerStream(p.encodings || []).map(e => ({ ...e, active: e.active !== false }));
    if (p.rtcp && p.rtcp.ssrc === undefined && p.encodings.length > 0 && p.encodings[0].ssrc === undefined) {
      p.rtcp = { ...p.rtcp };
    }
    return p;
  };
  const textsOf = parameters => {
    const made = {};
    Object.keys(parameters || {}).forEach(k => { made[k] = `${parameters[k]}`; });
    return made;
  };
  const transports = {
    get rtcpTransport() { return $.halfOf($.RTCDtlsTransportImpl, call($.handleOf(this), 'rtcpTransport')); },
    setTransport(transport, rtcpTransport) {
      if (rtcpTransport === undefined) {
        call($.handleOf(this), 'setTransport', $.handleOf(transport));
      } else {
        call($.handleOf(this), 'setTransport', $.handleOf(transport), $.handleOf(rtcpTransport));
      }
    },
    stop() { call($.handleOf(this), 'stop'); },
  };
  add($.RTCRtpSenderImpl, {
    send(parameters) { return $.asTask(() => { call($.handleOf(this), 'send', parametersIn(parameters, this.kind)); }); },
  }, {
    construct(trackOrKind, transport, rtcpTransport) {
      if (typeof trackOrKind === 'string' && trackOrKind !== 'audio' && trackOrKind !== 'video') {
        throw new TypeError(`RTCRtpSender: a kind is audio or video, not '${trackOrKind}'`);
      }
      const first = typeof trackOrKind === 'string' ? trackOrKind : $.handleOf(trackOrKind);
      const made = new $.RTCRtpSenderImpl(make('rtpSender', first));
      if (transport !== undefined) {
        made.setTransport(transport, rtcpTransport);
      }
      $.native.on($.handleOf(made), 'onSsrcConflict', e => $.fireImpl(made, new $.RTCSsrcConflictEventImpl('ssrcconflict', { ssrc: e.ssrc })));
      return made;
    },
  });
  add($.RTCRtpSenderImpl, transports);
  add($.RTCRtpReceiverImpl, {
    receive(parameters) { return $.asTask(() => { call($.handleOf(this), 'receive', parametersIn(parameters, this.kind)); }); },
  }, {
    construct(first, second, rtcpTransport) {
      // today's order, and the one of the first drafts
      const [kind, transport] = typeof first === 'string' ? [first, second] : [second, first];
      if (kind !== 'audio' && kind !== 'video') {
        throw new TypeError(`RTCRtpReceiver: a kind is audio or video, not '${kind}'`);
      }
      const made = new $.RTCRtpReceiverImpl(make('rtpReceiver', kind));
      if (transport !== undefined) {
        made.setTransport(transport, rtcpTransport);
      }
      return made;
    },
  });
  add($.RTCRtpReceiverImpl, transports);

  class RTCRtpListenerImpl extends $.EventTargetImpl {
    static construct(transport) { return new RTCRtpListenerImpl(transport); }
    constructor(transport) {
      super();
      this.transport = transport;
      $.hold(this, make('rtpListener', $.handleOf(transport)));
      $.native.on($.handleOf(this), 'onUnhandledRtp', e => $.fireImpl(this, new $.RTCRtpUnhandledEventImpl('unhandledrtp', e)));
    }
    stop() { call($.handleOf(this), 'stop'); }
  }
  $.implement('RTCRtpListener', RTCRtpListenerImpl);

  class RTCDtmfSenderImpl extends $.EventTargetImpl {
    static construct(sender) { return new RTCDtmfSenderImpl(sender); }
    constructor(sender) {
      super();
      this.sender = sender;
      if (sender.dtmf === null) {
        throw $.domException('InvalidStateError', 'tones are sent by a sender of audio');
      }
      $.native.on($.handleOf(sender.dtmf), 'onToneChange', tone => $.fireImpl(this, new $.RTCDTMFToneChangeEventImpl('tonechange', { tone })));
    }
    get canInsertDTMF() { return this.sender.dtmf.canInsertDTMF; }
    get toneBuffer() { return this.sender.dtmf.toneBuffer; }
    insertDTMF(tones, duration, gap) { this.sender.dtmf.insertDTMF(tones, duration, gap); }
  }
  $.implement('RTCDtmfSender', RTCDtmfSenderImpl);
})
