// Elements that play MediaStreams, and a canvas that nobody captures.
(function ($) {
  'use strict';
  const watchTrack = (track, told) => $.native.host.watchTrack($.handleOf($.implOf(track)),
    (width, height, read) => told(width === undefined ? {} : { width, height, read }));
  const HAVE_NOTHING = 0;
  const HAVE_METADATA = 1;
  const HAVE_ENOUGH_DATA = 4;

  class HTMLMediaElement extends HTMLElement {
    #stream = null;
    #isPaused = true;
    #readyState = HAVE_NOTHING;
    #startMillis = 0;
    #playedSeconds = 0;
    #plays = [];
    #stops = [];
    #waiting = [];
    #lastCallback = 0;
    width = 0;
    height = 0;
    frame = null;
    volume = 1;
    #muted = undefined;

    get srcObject() {
      return this.#stream;
    }

    set srcObject(value) {
      if (value !== null && !(value instanceof MediaStream)) {
        throw new TypeError('srcObject: the value is not a MediaStream');
      }
      this.#unload();
      this.#stream = value;
      if (value) {
        this.#load();
      }
    }

    #unload() {
      this.#stops.splice(0).forEach((stop) => stop());
      this.#readyState = HAVE_NOTHING;
      this.frame = null;
    }

    #load() {
      const stream = this.#stream;
      const again = () => {
        if (this.#stream === stream) {
          this.#stops.splice(0).forEach((stop) => stop());
          this.#watch();
        }
      };
      stream.addEventListener('addtrack', again);
      this.#watch();
    }

    // the stream's first picture, or its first sound where it has no pictures, is when the element has something
    #watch() {
      const stream = this.#stream;
      const videos = this instanceof HTMLVideoElement ? stream.getVideoTracks() : [];
      const tracks = videos.length ? videos : stream.getAudioTracks();
      if (tracks.length) {
        this.#stops.push(watchTrack(tracks[0], (frame) => this.#came(stream, frame)));
      }
    }

    #came(stream, frame) {
      if (this.#stream !== stream) {
        return;
      }
      const isResized = frame.width !== undefined && (this.frame?.width !== frame.width || this.frame?.height !== frame.height);
      this.frame = frame;
      if (this.#readyState === HAVE_NOTHING) {
        this.#readyState = HAVE_METADATA;
        $.fire(this, new Event('durationchange'));
        if (frame.width !== undefined) {
          $.fire(this, new Event('resize'));
        }
        $.fire(this, new Event('loadedmetadata'));
        this.#readyState = HAVE_ENOUGH_DATA;
        $.fire(this, new Event('loadeddata'));
        $.fire(this, new Event('canplay'));
        $.fire(this, new Event('canplaythrough'));
        if (this.autoplay && this.#isPaused) {
          this.play().catch(() => {});
        } else if (!this.#isPaused) {
          this.#playing();
        }
      } else if (isResized) {
        $.fire(this, new Event('resize'));
      }
      if (!this.#isPaused) {
        $.fire(this, new Event('timeupdate'));
        const now = performance.now();
        this.#waiting.splice(0).forEach(({ callback }) => {
          $.enter(callback, now, $.adopt({
            presentationTime: now, expectedDisplayTime: now, width: frame.width ?? 0, height: frame.height ?? 0,
            mediaTime: this.currentTime, presentedFrames: ++this.#lastCallback, rtpTimestamp: frame.rtpTimestamp,
          }));
        });
      }
    }

    #playing() {
      this.#startMillis = performance.now();
      $.fire(this, new Event('playing'));
      this.#plays.splice(0).forEach(({ resolve }) => resolve());
    }

    play() {
      return $.promise((resolve, reject) => {
        this.#plays.push({ resolve, reject });
        if (this.#isPaused) {
          this.#isPaused = false;
          $.fire(this, new Event('play'));
        }
        if (this.#readyState === HAVE_ENOUGH_DATA) {
          this.#playing();
        }
      });
    }

    pause() {
      if (!this.#isPaused) {
        this.#playedSeconds = this.currentTime;
        this.#isPaused = true;
        $.fire(this, new Event('pause'));
        this.#plays.splice(0).forEach(({ reject }) => reject(new DOMException('play() was interrupted by pause()', 'AbortError')));
      }
    }

    load() {
      if (this.#stream) {
        this.#unload();
        this.#load();
      }
    }

    get paused() {
      return this.#isPaused;
    }

    get ended() {
      return this.#stream !== null && !this.#stream.active;
    }

    get readyState() {
      return this.#readyState;
    }

    get currentTime() {
      const isRunning = !this.#isPaused && this.#readyState === HAVE_ENOUGH_DATA;
      return this.#playedSeconds + (isRunning ? (performance.now() - this.#startMillis) / 1000 : 0);
    }

    set currentTime(value) {}

    get duration() {
      return this.#stream ? Infinity : NaN;
    }

    get error() {
      return null;
    }

    get autoplay() {
      return this.hasAttribute('autoplay');
    }

    set autoplay(value) {
      this.toggleAttribute('autoplay', !!value);
      if (value && this.#isPaused && this.#readyState === HAVE_ENOUGH_DATA) {
        this.play().catch(() => {});
      }
    }

    get muted() {
      return this.#muted ?? this.hasAttribute('muted');
    }

    set muted(value) {
      this.#muted = !!value;
    }

    canPlayType() {
      return '';
    }

    requestVideoFrameCallback(callback) {
      const entry = { callback, id: ++this.#lastCallback };
      this.#waiting.push(entry);
      return entry.id;
    }

    cancelVideoFrameCallback(id) {
      this.#waiting = this.#waiting.filter((entry) => entry.id !== id);
    }
  }
  $.hostInterface('HTMLMediaElement', HTMLMediaElement);
  $.constants(HTMLMediaElement, { HAVE_NOTHING, HAVE_METADATA, HAVE_CURRENT_DATA: 2, HAVE_FUTURE_DATA: 3, HAVE_ENOUGH_DATA });
  $.handlerAttributes(HTMLMediaElement, ['loadedmetadata', 'loadeddata', 'canplay', 'canplaythrough', 'play', 'playing', 'pause',
    'timeupdate', 'durationchange', 'resize', 'ended', 'waiting', 'emptied', 'loadstart', 'suspend', 'stalled', 'volumechange']);
  $.reflect(HTMLMediaElement, ['src', 'preload']);

  const HTMLVideoElement = $.elementType('video', 'HTMLVideoElement', class extends HTMLMediaElement {
    playsInline = false;

    get videoWidth() {
      return this.frame?.width ?? 0;
    }

    get videoHeight() {
      return this.frame?.height ?? 0;
    }

    getVideoPlaybackQuality() {
      return { totalVideoFrames: 0, droppedVideoFrames: 0, corruptedVideoFrames: 0, creationTime: performance.now() };
    }
  });
  const HTMLAudioElement = $.elementType('audio', 'HTMLAudioElement', class extends HTMLMediaElement {});
  $.expose('Audio', class {
    constructor(src) {
    const element = document.createElement('audio');
    if (src !== undefined) {
      element.src = src;
    }
    return element;
    }
  });

  const drawing = () => {
    const nothing = () => {};
    const members = { canvas: null, fillStyle: '#000', strokeStyle: '#000', font: '10px sans-serif', textAlign: 'start', lineWidth: 1, globalAlpha: 1 };
    for (const name of ['fillRect', 'clearRect', 'strokeRect', 'fillText', 'strokeText', 'beginPath', 'closePath', 'moveTo', 'lineTo',
      'arc', 'fill', 'stroke', 'save', 'restore', 'translate', 'rotate', 'scale']) {
      members[name] = nothing;
    }
    return members;
  };
  $.elementType('canvas', 'HTMLCanvasElement', class extends HTMLElement {
    #context;
    width = 300;
    height = 150;

    // Frames of a video can be drawn and read; nothing else leaves a mark.
    getContext(kind) {
      if (kind !== '2d') {
        return null;
      }
      if (!this.#context) {
        let drawn = null;
        this.#context = Object.assign(drawing(), {
          canvas: this,
          drawImage(source) {
            drawn = source.frame ?? null;
          },
          getImageData(x, y, width, height) {
            const read = drawn?.read;
            const data = new Uint8ClampedArray(read
              ? read(x, y, width, height, this.canvas.width, this.canvas.height) : width * height * 4);
            return { data, width, height };
          },
        });
      }
      return this.#context;
    }
  });
})
