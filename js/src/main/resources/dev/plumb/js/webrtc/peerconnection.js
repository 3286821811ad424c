// RTCPeerConnection.
(function ($) {
  'use strict';
  const call = $.native.call;
  const rejected = (name, message) => Promise.reject($.domException(name, message));

  $.implement('RTCSctpTransport', $.RTCSctpTransportImpl);
  $.implement('RTCDtlsTransport', $.RTCDtlsTransportImpl);
  $.implement('RTCIceTransport', $.RTCIceTransportImpl);
  $.implement('RTCDataChannel', $.RTCDataChannelImpl);
  $.implement('RTCRtpSender', $.RTCRtpSenderImpl);
  $.implement('RTCRtpReceiver', $.RTCRtpReceiverImpl);
  ['RTCTrackEvent', 'RTCDataChannelEvent'].forEach(name => {
    $[`${name}Impl`] = $.eventInterface(name);
  });

  const MEMBERS = ['iceServers', 'iceTransportPolicy', 'bundlePolicy', 'rtcpMuxPolicy', 'certificates', 'iceCandidatePoolSize'];
  function configurationIn(configuration) {
    const iceServers = configuration.iceServers.map(s => ({
      urls: Array.isArray(s.urls) ? s.urls : [s.urls], username: s.username || '', credential: s.credential || '',
    }));
    for (const c of configuration.certificates) {
      if (c.expires <= Date.now()) {
        throw $.domException('InvalidAccessError', 'a certificate has expired');
      }
    }
    const { iceTransportPolicy, bundlePolicy, rtcpMuxPolicy } = configuration;
    return {
      iceServers, iceTransportPolicy, bundlePolicy, rtcpMuxPolicy, certificates: configuration.certificates.map(c => $.handleOf(c)),
      includeLoopback: !!$.native.includeLoopback,
    };
  }

  const withLists = configuration => ({
    ...configuration, iceServers: configuration.iceServers.map(s => ({ ...s, urls: Array.isArray(s.urls) ? s.urls : [s.urls] })),
  });

  class RTCPeerConnectionImpl extends $.EventTargetImpl {
    $closed = false;
    $descriptions = {};
    $halves = new Set();
    static construct(configuration) { return new RTCPeerConnectionImpl(configuration); }
    constructor(configuration) {
      super();
      this.$configuration = withLists(configuration);
      $.hold(this, $.native.make('peerConnection', configurationIn(configuration)));
      const on = (method, fn) => $.native.on($.handleOf(this), method, fn);
      const simple = (method, type) => on(method, () => $.fireSimple(this, type));
      simple('onNegotiationNeeded', 'negotiationneeded');
      simple('onSignalingStateChange', 'signalingstatechange');
      simple('onIceConnectionStateChange', 'iceconnectionstatechange');
      simple('onIceGatheringStateChange', 'icegatheringstatechange');
      simple('onConnectionStateChange', 'connectionstatechange');
      on('onIceCandidate', c => this.$candidate(c));
      on('onIceCandidateError', e => {
        const { address = null, port = null, url, errorCode, errorText } = e;
        $.fireImpl(this, new $.RTCPeerConnectionIceErrorEventImpl('icecandidateerror', { address, port, url, errorCode, errorText }));
      });
      on('onDataChannel', handle => {
        $.fireImpl(this, new $.RTCDataChannelEventImpl('datachannel', { channel: $.halfOf($.RTCDataChannelImpl, handle) }));
      });
      on('onTrack', e => {
        const transceiver = this.$transceiver(e.transceiver);
        const streams = (e.streams || []).map($.streamOf);
        const { receiver } = transceiver;
        $.fireImpl(this, new $.RTCTrackEventImpl('track', { receiver, track: receiver.track, streams, transceiver }));
        this.$legacyStreams(streams);
      });
    }
    $candidate(c) {
      if (!this.hears('icecandidate')) {
        return;
      }
      const candidate = c === null ? null : new $.RTCIceCandidateImpl({
        candidate: c.candidate, sdpMid: c.sdpMid === '' ? null : c.sdpMid,
        sdpMLineIndex: c.sdpMLineIndex === undefined ? null : c.sdpMLineIndex,
        usernameFragment: c.usernameFragment === '' ? null : c.usernameFragment,
      });
      $.fireImpl(this, new $.RTCPeerConnectionIceEventImpl('icecandidate', { candidate, url: null }));
    }
    // scripts from before tracks had events of their own
    $legacyStreams(streams) {
      this.$remoteStreams = this.$remoteStreams || new Set();
      for (const stream of streams.filter(s => !this.$remoteStreams.has(s))) {
        this.$remoteStreams.add(stream);
        if (this.hears('addstream')) {
          const event = new $.EventImpl('addstream', {});
          Object.defineProperty(event.wrapper, 'stream', { value: stream.wrapper, enumerable: true });
          $.fireImpl(this, event);
        }
      }
    }
    $later(method, args, map) { return $.later($.handleOf(this), method, args, map, () => this.$closed); }

    // ---- offer and answer
    createOffer(options) {
      return this.$closed ? rejected('InvalidStateError', 'the connection is closed')
        : this.$later('createOffer', [{ ...options }], d => ({ type: d.type, sdp: d.sdp }));
    }
    createAnswer() {
      return this.$closed ? rejected('InvalidStateError', 'the connection is closed')
        : this.$later('createAnswer', [], d => ({ type: d.type, sdp: d.sdp }));
    }
    setLocalDescription(description) {
      if (this.$closed) {
        return rejected('InvalidStateError', 'the connection is closed');
      }
      return this.$later('setLocalDescription', description.type === undefined ? [] : [{ type: description.type, sdp: description.sdp }]);
    }
    setRemoteDescription(description) {
      return this.$closed ? rejected('InvalidStateError', 'the connection is closed')
        : this.$later('setRemoteDescription', [{ type: description.type, sdp: description.sdp }]);
    }
    addIceCandidate(c) {
      if (c.candidate !== '' && c.sdpMid === null && c.sdpMLineIndex === null) {
        return Promise.reject($.adopt(new TypeError('addIceCandidate: sdpMid or sdpMLineIndex is needed')));
      }
      if (this.$closed) {
        return rejected('InvalidStateError', 'the connection is closed');
      }
      const init = { candidate: c.candidate, sdpMid: c.sdpMid === null ? '' : c.sdpMid, usernameFragment: c.usernameFragment || '' };
      if (c.sdpMLineIndex !== null) {
        init.sdpMLineIndex = c.sdpMLineIndex;
      }
      return this.$later('addIceCandidate', [init]);
    }
    $withCallbacks(promise, success, failure) {
      $.inward(promise).then(value => success($.adopt(value)), e => failure(e)).catch(e => $.reportException(e));
      return Promise.resolve(undefined);
    }
    createOfferWithCallbacks(success, failure, options) { return this.$withCallbacks(this.createOffer(options), success, failure); }
    createAnswerWithCallbacks(success, failure) { return this.$withCallbacks(this.createAnswer(), success, failure); }
    setLocalDescriptionWithCallbacks(d, success, failure) { return this.$withCallbacks(this.setLocalDescription(d), success, failure); }
    setRemoteDescriptionWithCallbacks(d, success, failure) { return this.$withCallbacks(this.setRemoteDescription(d), success, failure); }
    addIceCandidateWithCallbacks(c, success, failure) { return this.$withCallbacks(this.addIceCandidate(c), success, failure); }

    $description(which) {
      const d = call($.handleOf(this), which);
      if (d === null) {
        return null;
      }
      // the pending and the current one are the same objects under whatever name they are read
      const side = which.toLowerCase().includes('local') ? 'local' : 'remote';
      const known = this.$descriptions[side] || (this.$descriptions[side] = []);
      const same = known.find(k => k.type === d.type && k.sdp === d.sdp);
      if (same) {
        return same;
      }
      known.unshift(new $.RTCSessionDescriptionImpl(d));
      known.length = Math.min(known.length, 2);
      return known[0];
    }
    get localDescription() { return this.$description('localDescription'); }
    get currentLocalDescription() { return this.$description('currentLocalDescription'); }
    get pendingLocalDescription() { return this.$description('pendingLocalDescription'); }
    get remoteDescription() { return this.$description('remoteDescription'); }
    get currentRemoteDescription() { return this.$description('currentRemoteDescription'); }
    get pendingRemoteDescription() { return this.$description('pendingRemoteDescription'); }
    get signalingState() { return call($.handleOf(this), 'signalingState'); }
    get iceGatheringState() { return call($.handleOf(this), 'iceGatheringState'); }
    get iceConnectionState() { return call($.handleOf(this), 'iceConnectionState'); }
    get connectionState() { return call($.handleOf(this), 'connectionState'); }
    get canTrickleIceCandidates() { return call($.handleOf(this), 'canTrickleIceCandidates'); }
    get sctp() { return $.halfOf($.RTCSctpTransportImpl, call($.handleOf(this), 'sctp')); }
    restartIce() { call($.handleOf(this), 'restartIce'); }

    // ---- configuration
    getConfiguration() {
      const made = {};
      for (const name of MEMBERS) {
        const value = this.$configuration[name];
        made[name] = name === 'iceServers' ? value.map(s => ({ ...s, urls: [...s.urls] })) : Array.isArray(value) ? [...value] : value;
      }
      return made;
    }
    setConfiguration(configuration) {
      if (this.$closed) {
        throw $.domException('InvalidStateError', 'the connection is closed');
      }
      const was = this.$configuration;
      const next = withLists(configuration);
      if (next.certificates.length === 0) {
        next.certificates = was.certificates;
      }
      if (next.certificates.length !== was.certificates.length || next.certificates.some((c, i) => c !== was.certificates[i])) {
        throw $.domException('InvalidModificationError', 'certificates may not be changed');
      }
      if (next.iceCandidatePoolSize !== was.iceCandidatePoolSize && call($.handleOf(this), 'localDescription') !== null) {
        throw $.domException('InvalidModificationError', 'the pool of candidates may not be changed once there is a local description');
      }
      call($.handleOf(this), 'setConfiguration', configurationIn(next));
      this.$configuration = next;
    }
    static generateCertificate(algorithm) {
      return $.promise((resolve, reject) => {
        const a = typeof algorithm === 'string' ? { name: algorithm } : algorithm;
        const name = `${a.name}`.toUpperCase();
        const hash = a.hash === undefined ? undefined : `${typeof a.hash === 'object' && a.hash !== null ? a.hash.name : a.hash}`.toUpperCase();
        if (a.name === undefined) {
          throw new TypeError('generateCertificate: the algorithm has no name');
        }
        let chosen;
        if (name === 'ECDSA' && `${a.namedCurve}` === 'P-256') {
          chosen = 'ECDSA_P256';
        } else if (name === 'RSASSA-PKCS1-V1_5' && hash === 'SHA-256' && +a.modulusLength >= 1024 && +a.modulusLength <= 2048
            && a.publicExponent instanceof Uint8Array && [...a.publicExponent].reduce((n, b) => n * 256 + b, 0) === 65537) {
          chosen = 'RSA_2048'; // never a shorter one
        } else {
          throw $.domException('NotSupportedError', 'certificates are of ECDSA on P-256, or of RSASSA-PKCS1-v1_5 with 2048 bits and SHA-256');
        }
        const { expires } = $.convert('RTCCertificateExpiration', a, 'generateCertificate');
        const lifetime = Math.max(1, Math.min(expires === undefined ? 30 * 86_400_000 : expires, 365 * 86_400_000));
        $.native.generateCertificate(chosen, lifetime, handle => resolve($.halfOf($.RTCCertificateImpl, handle).wrapper), (n, m) => reject($.exceptionOf(n, m)));
      });
    }

    // ---- media
    $transceiver(handle) {
      const half = $.halfOf($.RTCRtpTransceiverImpl, handle, this);
      this.$halves.add(half);
      return half;
    }
    getTransceivers() { return call($.handleOf(this), 'getTransceivers').map(h => this.$transceiver(h)); }
    getSenders() { return this.getTransceivers().filter(t => t.currentDirection !== 'stopped').map(t => t.sender); }
    getReceivers() { return this.getTransceivers().filter(t => t.currentDirection !== 'stopped').map(t => t.receiver); }
    addTrack(track, ...streams) {
      const handle = call($.handleOf(this), 'addTrack', $.handleOf(track), [...new Set(streams.map(s => s.id))]);
      this.getTransceivers();
      return $.halfOf($.RTCRtpSenderImpl, handle);
    }
    removeTrack(sender) {
      if (this.$closed) {
        throw $.domException('InvalidStateError', 'the connection is closed');
      }
      if (!sender.transceiver || sender.transceiver.pc !== this) {
        throw $.domException('InvalidAccessError', 'the sender is of another connection');
      }
      if (sender.transceiver.currentDirection === 'stopped') {
        return;
      }
      call($.handleOf(this), 'removeTrack', $.handleOf(sender));
    }
    addTransceiver(trackOrKind, init) {
      if (typeof trackOrKind === 'string' && trackOrKind !== 'audio' && trackOrKind !== 'video') {
        throw new TypeError(`addTransceiver: a kind is audio or video, not '${trackOrKind}'`);
      }
      const kind = typeof trackOrKind === 'string' ? trackOrKind : trackOrKind.kind;
      const wanted = {
        direction: init.direction, streamIds: [...new Set(init.streams.map(s => s.id))],
        sendEncodings: this.$encodings(kind, init.sendEncodings),
      };
      return this.$transceiver(call($.handleOf(this), 'addTransceiver', typeof trackOrKind === 'string' ? trackOrKind : $.handleOf(trackOrKind), wanted));
    }
    $encodings(kind, encodings) {
      for (const e of encodings) {
        if (kind === 'video' && e.scaleResolutionDownBy !== undefined && e.scaleResolutionDownBy < 1) {
          throw new RangeError('scaleResolutionDownBy is 1 or more');
        }
        if (kind === 'video' && e.maxFramerate !== undefined && e.maxFramerate < 0) {
          throw new RangeError('maxFramerate is 0 or more');
        }
      }
      const scaled = encodings.some(e => e.scaleResolutionDownBy !== undefined);
      return encodings.map((e, i) => {
        const made = { ...e };
        if (kind === 'audio') {
          delete made.scaleResolutionDownBy;
          delete made.maxFramerate;
        } else if (made.scaleResolutionDownBy === undefined) {
          made.scaleResolutionDownBy = scaled ? 1 : 2 ** (encodings.length - 1 - i);
        }
        const encoding = $.encodingIn(made);
        if (e.codec) {
          encoding.codecPayloadType = $.payloadTypeOf(e.codec, kind, []);
          if (encoding.codecPayloadType === undefined) {
            throw $.domException('OperationError', `nothing of ${e.codec.mimeType} can be sent`);
          }
        }
        return encoding;
      });
    }
    replaceTrack(sender, track) {
      return this.$closed ? rejected('InvalidStateError', 'the connection is closed')
        : $.later($.handleOf(sender.transceiver), 'replaceTrack', [track === null ? null : $.handleOf(track)], () => undefined, () => this.$closed);
    }

    // ---- data
    createDataChannel(label, init) {
      if (this.$closed) {
        throw $.domException('InvalidStateError', 'the connection is closed');
      }
      if ($.utf8Length(label) > 65535) {
        throw new TypeError('createDataChannel: a label has 65535 bytes at the most');
      }
      if ($.utf8Length(init.protocol) > 65535) {
        throw new TypeError('createDataChannel: a protocol has 65535 bytes at the most');
      }
      if (init.negotiated && init.id === undefined) {
        throw new TypeError('createDataChannel: a negotiated channel needs an id');
      }
      if (init.maxPacketLifeTime !== undefined && init.maxRetransmits !== undefined) {
        throw new TypeError('createDataChannel: maxPacketLifeTime or maxRetransmits, not both');
      }
      if (init.id === 65535 && init.negotiated) {
        throw new TypeError('createDataChannel: 65535 is no id');
      }
      const parameters = { label, ordered: init.ordered, protocol: init.protocol, negotiated: init.negotiated, priority: init.priority };
      if (init.maxPacketLifeTime !== undefined) parameters.maxPacketLifetime = init.maxPacketLifeTime;
      if (init.maxRetransmits !== undefined) parameters.maxRetransmits = init.maxRetransmits;
      if (init.negotiated) parameters.id = init.id;
      return $.halfOf($.RTCDataChannelImpl, call($.handleOf(this), 'createDataChannel', parameters));
    }

    // ---- statistics, end
    getStats(track) {
      return track === null ? $.later($.handleOf(this), 'getStats', [], $.statsOf) : $.later($.handleOf(this), 'getStats', [$.handleOf(track)], $.statsOf);
    }
    statsOfHalf(half) { return $.later($.handleOf(this), 'getStats', [$.handleOf(half)], $.statsOf); }
    close() {
      if (!this.$closed) {
        this.$closed = true;
        // whoever closes knows: only the peer's transports tell of it
        const { sctp } = this;
        for (const transport of [...this.getTransceivers().map(t => t.sender.transport), sctp && sctp.transport]) {
          if (transport) {
            transport.$silent = transport.iceTransport.$silent = true;
          }
        }
        call($.handleOf(this), 'close');
      }
    }
  }
  $.implement('RTCPeerConnection', RTCPeerConnectionImpl);
  $.RTCPeerConnectionImpl = RTCPeerConnectionImpl;
  $.handlerAttributes(RTCPeerConnection, ['addstream']);
})
