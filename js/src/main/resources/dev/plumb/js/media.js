// Tracks, streams and devices.
(function ($) {
  'use strict';
  const call = $.native.call;

  class MediaStreamTrackImpl extends $.EventTargetImpl {
    $constraints = {};
    constructor(handle) {
      super();
      $.hold(this, handle);
      $.native.on(handle, 'onMute', muted => $.fireSimple(this, muted ? 'mute' : 'unmute'));
      $.native.on(handle, 'onEnded', () => $.fireSimple(this, 'ended'));
    }
    get kind() { return call($.handleOf(this), 'kind'); }
    get id() { return call($.handleOf(this), 'id'); }
    get label() { return call($.handleOf(this), 'label'); }
    get enabled() { return call($.handleOf(this), 'enabled'); }
    set enabled(enabled) { call($.handleOf(this), 'enabled', enabled); }
    get muted() { return call($.handleOf(this), 'muted'); }
    get readyState() { return call($.handleOf(this), 'readyState'); }
    get contentHint() { return call($.handleOf(this), 'contentHint'); }
    set contentHint(hint) { call($.handleOf(this), 'contentHint', hint); }
    clone() {
      const copy = new MediaStreamTrackImpl(call($.handleOf(this), 'cloneTrack'));
      copy.$constraints = this.$constraints;
      copy.$device = this.$device;
      return copy;
    }
    stop() { call($.handleOf(this), 'stop'); }
    getSettings() { return call($.handleOf(this), 'getSettings'); }
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
      return new MediaStreamImpl($.native.make('mediaStream', tracks.map(t => $.handleOf(t))));
    }
    constructor(handle) {
      super();
      $.hold(this, handle);
      for (const [method, type] of [['onAddTrack', 'addtrack'], ['onRemoveTrack', 'removetrack']]) {
        $.native.on(handle, method, track => {
          if (this.hears(type)) {
            $.fireImpl(this, new $.MediaStreamTrackEventImpl(type, { track: trackOf(track) }));
          }
        });
      }
    }
    get id() { return call($.handleOf(this), 'id'); }
    get active() { return call($.handleOf(this), 'active'); }
    getTracks() { return call($.handleOf(this), 'getTracks').map(trackOf); }
    getAudioTracks() { return call($.handleOf(this), 'getAudioTracks').map(trackOf); }
    getVideoTracks() { return call($.handleOf(this), 'getVideoTracks').map(trackOf); }
    getTrackById(id) { return trackOf(call($.handleOf(this), 'getTrackById', id)); }
    addTrack(track) { call($.handleOf(this), 'addTrack', $.handleOf(track)); }
    removeTrack(track) { call($.handleOf(this), 'removeTrack', $.handleOf(track)); }
    clone() { return new MediaStreamImpl($.native.make('mediaStream', this.getTracks().map(t => $.handleOf(t.clone())))); }
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
      $.hold(this, $.native.make('mediaDevices'));
      $.native.on($.handleOf(this), 'onDeviceChange', () => $.fireSimple(this, 'devicechange'));
    }
    enumerateDevices() {
      return $.asTask(() => call($.handleOf(this), 'enumerateDevices').map(d => new InputDeviceInfoImpl(d).wrapper));
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
        return Promise.reject($.adopt(new TypeError('getUserMedia: audio or video has to be asked for')));
      }
      const sets = {};
      for (const kind of Object.keys(wanted)) {
        sets[kind] = $.constraintsIn(wanted[kind]);
      }
      return $.promise((resolve, reject) => {
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
