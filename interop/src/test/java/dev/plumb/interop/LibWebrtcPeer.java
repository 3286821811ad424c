package dev.plumb.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Native libwebrtc, as a process of its own behind JSON lines on standard input and output; what labels mean is told in
 * {@code data/peer.js}. It sends from the wildcard address alone, so to 127.0.0.1 from 127.0.0.1.
 */
final class LibWebrtcPeer implements PeerConnectionObserver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFERED_BYTES_AT_MOST = 1 << 18;
    private static final int NONE = -1;

    private final PeerConnectionFactory factory;
    private final Map<String, Watched> channels = new ConcurrentHashMap<>();
    private RTCPeerConnection pc;
    private CompletableFuture<Void> gathered = new CompletableFuture<>();

    private LibWebrtcPeer() {
        factory = new PeerConnectionFactory(new HeadlessAudioDeviceModule());
    }

    /** Runs until its input ends. */
    public static void main(String[] arguments) throws IOException {
        LibWebrtcPeer peer = new LibWebrtcPeer();
        say(event("ready"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                peer.obey(JSON.readTree(line));
            } catch (Exception e) {
                say(event("error").put("message", e.toString()));
            }
        }
        Runtime.getRuntime().halt(0); // its threads do not end by themselves
    }

    private static ObjectNode event(String name) {
        return JSON.createObjectNode().put("event", name);
    }

    private static synchronized void say(ObjectNode event) {
        System.out.println(event);
        System.out.flush();
    }

    private void obey(JsonNode command) throws Exception {
        String sdp = command.path("sdp").asText();
        switch (command.path("do").asText()) {
            case "open" -> open();
            case "create" -> create(command.path("label").asText(), command.path("options"));
            case "close-channel" ->
                channels.get(command.path("label").asText()).channel.close();
            case "offer" -> {
                Created made = new Created();
                pc.createOffer(new RTCOfferOptions(), made);
                tell("offer", made);
            }
            case "answer" -> {
                set(new RTCSessionDescription(RTCSdpType.OFFER, sdp));
                Created made = new Created();
                pc.createAnswer(new RTCAnswerOptions(), made);
                tell("answer", made);
            }
            case "accept" -> set(new RTCSessionDescription(RTCSdpType.ANSWER, sdp));
            default -> throw new IllegalArgumentException("unknown: " + command);
        }
    }

    private void open() {
        if (pc != null) {
            pc.close();
        }
        channels.clear();
        gathered = new CompletableFuture<>();
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.portAllocatorConfig =
                new PortAllocatorConfig().setDisableAdapterEnumeration(true).setDisableTcp(true);
        pc = factory.createPeerConnection(configuration, this);
        say(event("opened"));
    }

    private void create(String label, JsonNode options) {
        RTCDataChannelInit init = new RTCDataChannelInit();
        init.ordered = options.path("ordered").asBoolean(true);
        init.maxRetransmits = options.path("maxRetransmits").asInt(NONE);
        init.maxPacketLifeTime = options.path("maxPacketLifeTime").asInt(NONE);
        init.protocol = options.path("protocol").asText("");
        init.negotiated = options.path("negotiated").asBoolean(false);
        init.id = options.path("id").asInt(NONE);
        watch(pc.createDataChannel(label, init));
    }

    private void tell(String what, Created made) throws Exception {
        RTCSessionDescription description = made.get(10, TimeUnit.SECONDS);
        Set done = new Set();
        pc.setLocalDescription(description, done);
        done.get(10, TimeUnit.SECONDS);
        gathered.get(10, TimeUnit.SECONDS);
        say(event(what).put("sdp", pc.getLocalDescription().sdp));
    }

    private void set(RTCSessionDescription description) throws Exception {
        Set done = new Set();
        pc.setRemoteDescription(description, done);
        done.get(10, TimeUnit.SECONDS);
    }

    private static final class Created extends CompletableFuture<RTCSessionDescription>
            implements CreateSessionDescriptionObserver {
        @Override
        public void onSuccess(RTCSessionDescription description) {
            complete(description);
        }

        @Override
        public void onFailure(String error) {
            completeExceptionally(new IllegalStateException(error));
        }
    }

    private static final class Set extends CompletableFuture<Void> implements SetSessionDescriptionObserver {
        @Override
        public void onSuccess() {
            complete(null);
        }

        @Override
        public void onFailure(String error) {
            completeExceptionally(new IllegalStateException(error));
        }
    }

    // ---- what the connection tells ----------------------------------------------------------------------------------

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {}

    @Override
    public void onIceGatheringChange(RTCIceGatheringState state) {
        if (state == RTCIceGatheringState.COMPLETE) {
            gathered.complete(null);
        }
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        say(event("state").put("value", state.name().toLowerCase(java.util.Locale.ROOT)));
    }

    @Override
    public void onDataChannel(RTCDataChannel channel) {
        ObjectNode announced = event("channel")
                .put("label", channel.getLabel())
                .put("protocol", channel.getProtocol())
                .put("ordered", channel.isOrdered())
                .put("stream", channel.getId());
        // what is not set reads 0
        if (!channel.isReliable() && channel.getMaxPacketLifeTime() > 0) {
            announced.put("maxPacketLifeTime", channel.getMaxPacketLifeTime());
        } else if (!channel.isReliable()) {
            announced.put("maxRetransmits", channel.getMaxRetransmits());
        }
        say(announced);
        watch(channel);
    }

    private void watch(RTCDataChannel channel) {
        Watched watched = new Watched(channel);
        channels.put(watched.label, watched);
        channel.registerObserver(watched);
        watched.onStateChange();
    }

    /** A channel, and what its label wants done; not on the library's own threads. */
    private static final class Watched implements RTCDataChannelObserver {
        private final RTCDataChannel channel;
        private final String label;
        private final ExecutorService worker =
                Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        private MessageDigest got = sha256();
        private long count;
        private RTCDataChannelState said = RTCDataChannelState.CONNECTING;

        Watched(RTCDataChannel channel) {
            this.channel = channel;
            this.label = channel.getLabel();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onBufferedAmountChange(long previous) {}

        @Override
        public void onStateChange() {
            RTCDataChannelState state = channel.getState();
            synchronized (this) {
                if (state == said) {
                    return;
                }
                said = state;
            }
            if (state == RTCDataChannelState.OPEN) {
                say(event("open").put("label", label).put("stream", channel.getId()));
            } else if (state == RTCDataChannelState.CLOSED) {
                say(event("closed").put("label", label));
            }
        }

        @Override
        public void onMessage(RTCDataChannelBuffer message) {
            byte[] bytes = new byte[message.data.remaining()];
            message.data.get(bytes);
            boolean isBinary = message.binary;
            worker.execute(() -> {
                try {
                    received(isBinary, bytes);
                } catch (Exception e) {
                    say(event("error").put("message", label + ": " + e));
                }
            });
        }

        private void received(boolean isBinary, byte[] bytes) throws Exception {
            if (label.startsWith("echo")) {
                send(isBinary, bytes);
            } else if (label.startsWith("sink") && isBinary) {
                got.update(bytes);
                count += bytes.length;
            } else if (label.startsWith("sink")) {
                tell(count, got);
                count = 0;
                got = sha256();
            } else if (label.startsWith("source") && !isBinary) {
                String[] words = new String(bytes, StandardCharsets.UTF_8).split(" ", -1);
                fill(Long.parseLong(words[1]), Integer.parseInt(words[2]));
            }
        }

        private void fill(long wanted, int size) throws Exception {
            MessageDigest sent = sha256();
            byte[] block = new byte[size];
            for (int i = 0; i < size; i++) {
                block[i] = (byte) (i * 31 + (i >> 7));
            }
            int number = 0;
            for (long at = 0; at < wanted; number++) {
                ByteBuffer.wrap(block).putInt(0, number);
                int length = (int) Math.min(size, wanted - at);
                sent.update(block, 0, length);
                send(true, java.util.Arrays.copyOf(block, length));
                at += length;
            }
            tell(wanted, sent);
        }

        private void tell(long bytes, MessageDigest hash) throws Exception {
            String text = bytes + " " + HexFormat.of().formatHex(hash.digest());
            send(false, text.getBytes(StandardCharsets.UTF_8));
        }

        private void send(boolean isBinary, byte[] bytes) throws Exception {
            while (channel.getBufferedAmount() > BUFFERED_BYTES_AT_MOST) {
                Pause.millis(1);
            }
            channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(bytes), isBinary));
        }
    }
}
