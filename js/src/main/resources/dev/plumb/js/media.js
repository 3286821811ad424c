// Tracks, streams and devices.
(function ($) {
  'use strict';
  const call = $.native.call;

  class MediaStreamTrackImpl extends $.EventTargetImpl {
    $constraints = {};
    constructor(handle) {
      super();
      this.handle = handle;
      this.$tie = $.native.tie(handle, this);
      $.native.on(handle, 'onMute', muted => $.fireSimple(this, muted ? 'mute' : 'unmute'));
      $.native.on(handle, 'onEnded', () => $.fireSimple(this, 'ended'));
    }
    get kind() { return call(this.handle, 'kind'); }
    get id() { return call(this.handle, 'id'); }
    get label() { return call(this.handle, 'label'); }
    get enabled() { return call(this.handle, 'enabled'); }
    set enabled(enabled) { call(this.handle, 'enabled', enabled); }
    get muted() { return call(this.handle, 'muted'); }
    get readyState() { return call(this.handle, 'readyState'); }
    get contentHint() { return call(this.handle, 'contentHint'); }
    set contentHint(hint) { call(this.handle, 'contentHint', hint); }
    clone() {
      const copy = new MediaStreamTrackImpl(call(this.handle, 'cloneTrack'));
      copy.$constraints = this.$constraints;
      copy.$device = this.$device;
      return copy;
    }
    stop() { call(this.handle, 'stop'); }
    getSettings() { return call(this.handle, 'getSettings'); }
    getConstraints() { return this.$constraints; }
    getCapabilities() { return this.$device ? $.native.deviceCapabilities(this.$device) : {}; }
    applyConstraints(constraints) {
      return $.asTask(() => {
        const problem = this.$device && this.readyState === 'live'
          ? $.native.unfitting(this.$device, $.constraintsIn(constraints)) : '';
        if (problem) {
          throw new OverconstrainedErrorImpl(problem, 'the device cannot do this').wrapper;
        }
        this.$constraints = constraints;
        return undefined;
      });
    }
  }
  $.implement('MediaStreamTrack', MediaStreamTrackImpl);
  $.MediaStreamTrackImpl = MediaStreamTrackImpl;
  $.MediaStreamTrackEventImpl = $.eventInterface('MediaStreamTrackEvent');
  const trackOf = handle => $.halfOf(MediaStreamTrackImpl, handle);

  class MediaStreamImpl extends $.EventTargetImpl {
    static construct(from) {
      const tracks = from === undefined ? [] : from instanceof MediaStreamImpl ? from.getTracks() : from;
      return new MediaStreamImpl($.native.construct('MediaStream', tracks.map(t => t.handle)));
    }
    constructor(handle) {
      super();
      this.handle = handle;
      this.$tie = $.native.tie(handle, this);
      for (const [method, type] of [['onAddTrack', 'addtrack'], ['onRemoveTrack', 'removetrack']]) {
        $.native.on(handle, method, track => {
          if (this.hears(type)) {
            $.fireImpl(this, new $.MediaStreamTrackEventImpl(type, { track: trackOf(track) }));
          }
        });
      }
    }
    get id() { return call(this.handle, 'id'); }
    get active() { return call(this.handle, 'active'); }
    getTracks() { return call(this.handle, 'getTracks').map(trackOf); }
    getAudioTracks() { return call(this.handle, 'getAudioTracks').map(trackOf); }
    getVideoTracks() { return call(this.handle, 'getVideoTracks').map(trackOf); }
    getTrackById(id) { return trackOf(call(this.handle, 'getTrackById', id)); }
    addTrack(track) { call(this.handle, 'addTrack', track.handle); }
    removeTrack(track) { call(this.handle, 'removeTrack', track.handle); }
    clone() { return new MediaStreamImpl($.native.construct('MediaStream', this.getTracks().map(t => t.clone().handle))); }
  }
  $.implement('MediaStream', MediaStreamImpl);
  $.MediaStreamImpl = MediaStreamImpl;
  $.streamOf = handle => $.halfOf(MediaStreamImpl, handle);

  class OverconstrainedErrorImpl extends $.DOMExceptionImpl {
    static construct(constraint, message) { return new OverconstrainedErrorImpl(constraint, message); }
    constructor(constraint, message) {
      super(message, 'OverconstrainedError');
      this.constraint = constraint;
    }
  }
  $.implement('OverconstrainedError', OverconstrainedErrorImpl);

  // ---- devices
  const NUMBERS = ['width', 'height', 'aspectRatio', 'frameRate', 'sampleRate', 'sampleSize', 'latency', 'channelCount'];
  const NAMES = ['facingMode', 'resizeMode', 'deviceId', 'groupId'];
  const listOf = v => (v === undefined ? [] : Array.isArray(v) ? v : [v]);
  function setIn(set) {
    const made = {};
    for (const name of NUMBERS) {
      if (set[name] !== undefined) {
        made[name] = typeof set[name] === 'number' ? { ideal: set[name] } : { ...set[name] };
      }
    }
    for (const name of NAMES) {
      const given = set[name];
      if (given !== undefined) {
        const bare = typeof given === 'string' || Array.isArray(given);
        made[name] = { named: true, exact: bare ? [] : listOf(given.exact), ideal: listOf(bare ? given : given.ideal) };
      }
    }
    return made;
  }
  $.constraintsIn = constraints => ({ basic: setIn(constraints), advanced: (constraints.advanced || []).map(setIn) });

  class MediaDeviceInfoImpl extends $.Impl {
    constructor(info) {
      super();
      Object.assign(this, { groupId: '', ...info });
    }
  }
  $.implement('MediaDeviceInfo', MediaDeviceInfoImpl);
  class InputDeviceInfoImpl extends MediaDeviceInfoImpl {
    getCapabilities() { return $.native.deviceCapabilities(this.deviceId); }
  }
  $.implement('InputDeviceInfo', InputDeviceInfoImpl);

  class MediaDevicesImpl extends $.EventTargetImpl {
    constructor() {
      super();
      this.handle = call($.native.agent, 'mediaDevices');
      $.native.on(this.handle, 'onDeviceChange', () => $.fireSimple(this, 'devicechange'));
    }
    enumerateDevices() {
      return $.asTask(() => call(this.handle, 'enumerateDevices').map(d => new InputDeviceInfoImpl(d).wrapper));
    }
    getSupportedConstraints() { return $.convert('MediaTrackSupportedConstraints', {}, ''); }
    getUserMedia(constraints) {
      const wanted = {};
      for (const kind of ['audio', 'video']) {
        if (constraints[kind]) {
          wanted[kind] = constraints[kind] === true ? {} : constraints[kind];
        }
      }
      if (!wanted.audio && !wanted.video) {
        return Promise.reject(new TypeError('getUserMedia: audio or video has to be asked for'));
      }
      const sets = {};
      for (const kind of Object.keys(wanted)) {
        sets[kind] = $.constraintsIn(wanted[kind]);
      }
      return new Promise((resolve, reject) => {
        $.native.getUserMedia(sets, handle => {
          const stream = $.streamOf(handle);
          for (const track of stream.getTracks()) {
            track.$constraints = constraints[track.kind] === true ? {} : constraints[track.kind];
            track.$device = track.getSettings().deviceId;
          }
          resolve(stream.wrapper);
        }, (name, message, constraint) => reject(name === 'OverconstrainedError'
          ? new OverconstrainedErrorImpl(constraint, message).wrapper : $.exceptionOf(name, message)));
      });
    }
  }
  $.implement('MediaDevices', MediaDevicesImpl);
  $.atEnd(() => {
    if (!globalThis.navigator) {
      $.expose('navigator', {});
    }
    const devices = new MediaDevicesImpl().wrapper;
    Object.defineProperty(globalThis.navigator, 'mediaDevices', { get: () => devices, enumerable: true, configurable: true });
  });
})
