// One call to the agent: camera and microphone go there and come back, messages are echoed, figures are shown.
import { FiguresTable, PageFigures } from './figures.js';

const element = (id) => document.getElementById(id);
const table = new FiguresTable(element('figures'));
let current = null;

const mediaProblems = {
  NotAllowedError: 'The browser was not allowed to use camera and microphone. Allow them for this page, then call again.',
  NotFoundError: 'No camera or no microphone was found. Connect both, then call again.',
  NotReadableError: 'Camera or microphone is in use by another program. Close that, then call again.',
};

function status(state, text) {
  element('status').dataset.state = state;
  element('status').textContent = text;
}

function problem(text) {
  element('problem').textContent = text ?? '';
  element('problem').hidden = !text;
}

function say(text, mine) {
  const line = document.createElement('li');
  line.textContent = text;
  line.className = mine ? 'mine' : 'theirs';
  element('messages').append(line);
  line.scrollIntoView({ block: 'nearest' });
}

class Call {
  #ended = false;
  #media = null;
  #connection = null;
  #socket = null;
  #channel = null;
  #timer = null;
  #waiting = [];
  #isAnswered = false;

  async start() {
    try {
      if (!navigator.mediaDevices) {
        throw new Error('This browser gives camera and microphone only to localhost and to pages by HTTPS: '
          + 'open this page by localhost, or start the server with --tls.');
      }
      this.#media = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true },
        video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 30, max: 30 } },
      });
      if (this.#ended) {
        this.#stopMedia();
        return;
      }
      element('local').srcObject = this.#media;
      await this.#openSocket();
      if (!this.#ended) {
        await this.#offer();
      }
    } catch (error) {
      this.end(mediaProblems[error.name] ?? error.message);
    }
  }

  #openSocket() {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}/call`);
    this.#socket = socket;
    socket.onmessage = (event) => this.#received(JSON.parse(event.data)).catch((error) => this.end(error.message));
    return new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onclose = (event) => {
        const why = event.reason ? `The server has ended the call: ${event.reason}.`
          : 'The server is gone. Is it still running?';
        reject(new Error(why));
        this.end(why);
      };
    });
  }

  async #offer() {
    const connection = new RTCPeerConnection();
    this.#connection = connection;
    connection.onicecandidate = (event) => {
      this.#send({ type: 'candidate', candidate: event.candidate ? event.candidate.toJSON() : { candidate: '' } });
    };
    const back = new MediaStream();
    connection.ontrack = (event) => {
      back.addTrack(event.track);
      element('remote').srcObject = back;
    };
    connection.onconnectionstatechange = () => this.#connectionChanged(connection.connectionState);
    this.#media.getTracks().forEach((track) => connection.addTrack(track, this.#media));
    this.#openChannel(connection.createDataChannel('chat'));
    await connection.setLocalDescription();
    this.#send({ type: 'offer', sdp: connection.localDescription.sdp });
    const figures = new PageFigures();
    this.#timer = setInterval(async () => {
      const report = await connection.getStats();
      if (!this.#ended) {
        table.show('page', figures.next(report));
      }
    }, 1000);
  }

  #openChannel(channel) {
    this.#channel = channel;
    channel.onopen = () => chatEnabled(true);
    channel.onclose = () => chatEnabled(false);
    channel.onmessage = (event) => say(event.data, false);
  }

  #connectionChanged(state) {
    if (state === 'connected') {
      status('connected', 'In a call');
    } else if (state === 'disconnected') {
      status('calling', 'Nothing comes any more; waiting…');
    } else if (state === 'failed') {
      this.end('The connection has failed: no packet gets through to the agent.');
    }
  }

  async #received(message) {
    switch (message.type) {
      case 'answer':
        await this.#connection.setRemoteDescription({ type: 'answer', sdp: message.sdp });
        this.#isAnswered = true;
        for (const candidate of this.#waiting.splice(0)) {
          await this.#connection.addIceCandidate(candidate);
        }
        break;
      case 'candidate':
        if (this.#isAnswered) {
          await this.#connection.addIceCandidate(message.candidate);
        } else {
          this.#waiting.push(message.candidate);
        }
        break;
      case 'figures':
        if (!this.#ended) {
          table.show('agent', message.figures);
        }
        break;
      case 'error':
        this.end(message.line ? `The agent could not read line ${message.line} of the offer: ${message.message}`
          : `The agent says: ${message.message}`);
        break;
      case 'bye':
        this.end(`The agent has ended the call: ${message.reason}.`);
        break;
    }
  }

  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  chat(text) {
    this.#channel.send(text);
    say(text, true);
  }

  #stopMedia() {
    this.#media?.getTracks().forEach((track) => track.stop());
  }

  /** Ends it; `why` is shown where it is not what the person wanted. */
  end(why) {
    if (this.#ended) {
      return;
    }
    this.#ended = true;
    clearInterval(this.#timer);
    this.#send({ type: 'bye' });
    this.#socket?.close();
    this.#connection?.close();
    this.#stopMedia();
    element('local').srcObject = null;
    element('remote').srcObject = null;
    element('size').textContent = '';
    chatEnabled(false);
    table.clear();
    buttons(false);
    status('idle', why ? 'Not in a call' : 'Call ended');
    problem(why);
    current = null;
  }
}

function buttons(inCall) {
  element('call').disabled = inCall;
  element('hangup').disabled = !inCall;
  element(inCall ? 'hangup' : 'call').focus();
}

function chatEnabled(enabled) {
  element('text').disabled = !enabled;
  element('send').disabled = !enabled;
  element('text').placeholder = enabled ? 'Type a message' : 'Call first, then type';
}

element('call').addEventListener('click', () => {
  problem(null);
  element('messages').replaceChildren();
  status('calling', 'Calling…');
  buttons(true);
  current = new Call();
  current.start();
});
element('hangup').addEventListener('click', () => current?.end());
element('chat').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = element('text').value.trim();
  if (text) {
    current?.chat(text);
    element('text').value = '';
  }
});
element('remote').addEventListener('resize', () => {
  const { videoWidth: width, videoHeight: height } = element('remote');
  element('size').textContent = width > 0 ? `(${width} × ${height})` : '';
});
window.addEventListener('pagehide', () => current?.end());
