// As much of Web Audio as makes a tone and hands it to a call: oscillators through gains into a stream.
(function ($) {
  'use strict';
  const host = $.native.host;
  const SAMPLE_RATE = 48000;
  let changed;

  class AudioParam {
    #value;
    #context;

    constructor(context, value) {
      this.#context = context;
      this.#value = value;
      this.defaultValue = value;
    }

    get value() {
      return this.#value;
    }

    set value(value) {
      this.#value = Math.fround(value);
      changed(this.#context);
    }

    setValueAtTime(value, seconds) {
      setTimeout(() => { this.value = value; }, (seconds - this.#context.currentTime) * 1000);
      return this;
    }

    // a ramp's end is reached at once when its time has come
    linearRampToValueAtTime(value, seconds) {
      return this.setValueAtTime(value, seconds);
    }

    exponentialRampToValueAtTime(value, seconds) {
      return this.setValueAtTime(value, seconds);
    }

    setTargetAtTime(value, seconds) {
      return this.setValueAtTime(value, seconds);
    }

    cancelScheduledValues() {
      return this;
    }
  }
  $.hostInterface('AudioParam', AudioParam);

  let sounds;
  class AudioNode extends EventTarget {
    #context;
    #inputs = new Set();
    #outputs = new Set();

    constructor(context) {
      super();
      this.#context = context;
    }

    get context() {
      return this.#context;
    }

    get numberOfInputs() {
      return 1;
    }

    get numberOfOutputs() {
      return 1;
    }

    get channelCount() {
      return 1;
    }

    connect(destination) {
      if (!(destination instanceof AudioNode)) {
        throw new TypeError('connect: the destination is not an AudioNode');
      }
      if (destination.#context !== this.#context) {
        throw new DOMException('connect: the nodes are of different contexts', 'InvalidAccessError');
      }
      this.#outputs.add(destination);
      destination.#inputs.add(this);
      changed(this.#context);
      return destination;
    }

    disconnect(destination) {
      for (const output of destination === undefined ? [...this.#outputs] : [destination]) {
        this.#outputs.delete(output);
        output.#inputs.delete(this);
      }
      changed(this.#context);
    }

    // What sounds here: [frequency, amplitude, type, frequency, ...] of every oscillator that leads to this node.
    static #sounds(node, gain = 1, seen = new Set()) {
      if (seen.has(node)) {
        return [];
      }
      const here = new Set([...seen, node]);
      const amplified = node instanceof GainNode ? gain * node.gain.value : gain;
      const own = node instanceof OscillatorNode && node.isSounding
        ? [node.frequency.value * 2 ** (node.detune.value / 1200), amplified, node.type] : [];
      return [...own, ...[...node.#inputs].flatMap((input) => AudioNode.#sounds(input, amplified, here))];
    }

    static {
      sounds = (node) => AudioNode.#sounds(node);
    }
  }
  $.hostInterface('AudioNode', AudioNode);

  class OscillatorNode extends AudioNode {
    #frequency;
    #detune;
    #type;
    #state = 'new';

    constructor(context, { frequency = 440, detune = 0, type = 'sine' } = {}) {
      super(context);
      this.#frequency = new AudioParam(context, frequency);
      this.#detune = new AudioParam(context, detune);
      this.#type = type;
    }

    get frequency() {
      return this.#frequency;
    }

    get detune() {
      return this.#detune;
    }

    get type() {
      return this.#type;
    }

    set type(value) {
      if (['sine', 'square', 'sawtooth', 'triangle'].includes(value)) {
        this.#type = value;
        changed(this.context);
      }
    }

    get isSounding() {
      return this.#state === 'sounding';
    }

    start(seconds = 0) {
      if (this.#state !== 'new') {
        throw new DOMException('start: it was started before', 'InvalidStateError');
      }
      this.#state = 'waiting';
      const sound = () => {
        this.#state = 'sounding';
        changed(this.context);
      };
      const wait = seconds - this.context.currentTime;
      if (wait > 0) {
        setTimeout(sound, wait * 1000);
      } else {
        sound();
      }
    }

    stop(seconds = 0) {
      if (this.#state === 'new') {
        throw new DOMException('stop: it was not started', 'InvalidStateError');
      }
      setTimeout(() => {
        this.#state = 'ended';
        changed(this.context);
        $.fire(this, new Event('ended'));
      }, Math.max(0, seconds - this.context.currentTime) * 1000);
    }
  }
  $.hostInterface('OscillatorNode', OscillatorNode);
  $.handlerAttributes(OscillatorNode, ['ended']);

  class GainNode extends AudioNode {
    #gain;

    constructor(context, { gain = 1 } = {}) {
      super(context);
      this.#gain = new AudioParam(context, gain);
    }

    get gain() {
      return this.#gain;
    }
  }
  $.hostInterface('GainNode', GainNode);
  const AudioDestinationNode = $.hostInterface('AudioDestinationNode', class AudioDestinationNode extends AudioNode {});

  class MediaStreamAudioDestinationNode extends AudioNode {
    #mix = host.audioMix();
    #stream = $.streamOf($.native.make('mediaStream', [this.#mix.track])).wrapper;

    get stream() {
      return this.#stream;
    }

    static hear(node, list) {
      node.#mix.set(list);
    }
  }
  const { hear } = MediaStreamAudioDestinationNode;
  delete MediaStreamAudioDestinationNode.hear;
  $.hostInterface('MediaStreamAudioDestinationNode', MediaStreamAudioDestinationNode);

  class AudioContext extends EventTarget {
    #state = 'running';
    #startMillis = performance.now();
    #playedMillis = 0;
    #destination = new AudioDestinationNode(this);
    #streams = new Set();

    static {
      changed = (context) => {
        for (const node of context.#streams) {
          hear(node, context.#state === 'running' ? sounds(node) : []);
        }
      };
    }

    get state() {
      return this.#state;
    }

    get sampleRate() {
      return SAMPLE_RATE;
    }

    get currentTime() {
      const running = this.#state === 'running' ? performance.now() - this.#startMillis : 0;
      return (this.#playedMillis + running) / 1000;
    }

    get destination() {
      return this.#destination;
    }

    get baseLatency() {
      return 0;
    }

    async #become(state) {
      if (this.#state === 'closed') {
        throw new DOMException('the context is closed', 'InvalidStateError');
      }
      if (this.#state !== state) {
        this.#playedMillis = this.currentTime * 1000;
        this.#startMillis = performance.now();
        this.#state = state;
        changed(this);
        $.fire(this, new Event('statechange'));
      }
    }

    resume() {
      return this.#become('running');
    }

    suspend() {
      return this.#become('suspended');
    }

    close() {
      return this.#become('closed');
    }

    createOscillator() {
      return new OscillatorNode(this);
    }

    createGain() {
      return new GainNode(this);
    }

    createMediaStreamDestination() {
      const node = new MediaStreamAudioDestinationNode(this);
      this.#streams.add(node);
      return node;
    }
  }
  $.hostInterface('AudioContext', AudioContext);
  $.handlerAttributes(AudioContext, ['statechange']);
})
