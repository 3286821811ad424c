package dev.plumb.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumb.objects.RTCDataChannel;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Data channels with six other stacks, each as offerer and as answerer. Every message's content is compared, on both sides. */
class DataChannelInteropTest {
    private static final DataPeer.Started PEERS = new DataPeer.Started();
    private static final List<Integer> SIZES = List.of(0, 1, 2, 1_100, 1_200, 16_384, 65_535, 65_536, 262_144);
    private static final long MEBIBYTE = 1L << 20;
    private static final int NONE = -1;

    @AfterAll
    static void end() throws Exception {
        PEERS.close();
    }

    static Stream<Arguments> stacksInBothRoles() {
        return Arrays.stream(DataPeer.Stack.values())
                .flatMap(s -> Stream.of(Arguments.of(s, true), Arguments.of(s, false)));
    }

    // ---- sizes ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("stacksInBothRoles")
    void messagesFromEmptyToTheLongestComeBackIntact(DataPeer.Stack stack, boolean weOffer) throws Exception {
        try (DataCall call = new DataCall(PEERS.of(stack)).connected(weOffer)) {
            RTCDataChannel ours = call.opened(RTCDataChannelParameters.of("echo sizes"));
            call.tellToCreate("echo their sizes", LinePeer.command("create"));
            List<Integer> sizes = sizesFor(stack, ours);
            for (RTCDataChannel channel : List.of(ours, call.theirs("echo their sizes"))) {
                for (int size : sizes) {
                    byte[] bytes = bytes(size, size);
                    channel.send(bytes);
                    assertBinary(call.next(channel), bytes);
                    String text = text(size, size);
                    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(size);
                    channel.send(text);
                    RTCDataChannel.Message back = call.next(channel);
                    assertThat(back instanceof RTCDataChannel.Message.Text(String t) && t.equals(text))
                            .as("a text of %d bytes is intact", size)
                            .isTrue();
                }
            }
        }
    }

    private static List<Integer> sizesFor(DataPeer.Stack stack, RTCDataChannel channel) {
        Set<Integer> sizes = new TreeSet<>(SIZES);
        sizes.add((int) channel.transport().maxMessageSize());
        sizes.removeIf(size -> size > channel.transport().maxMessageSize());
        if (stack == DataPeer.Stack.PION) {
            sizes.remove(65_536); // it says nothing of what it takes, which means 65536, and takes 65535
        }
        if (stack == DataPeer.Stack.WERIFT) {
            sizes.remove(0); // it sends an empty message as DATA without data, which ends the association
        }
        return List.copyOf(sizes);
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** So many bytes of UTF-8, of characters of one to four bytes. */
    private static String text(int bytes, long seed) {
        List<String> characters = List.of("a", "\u0000", "ß", "€", "🙂");
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int left = bytes;
        while (left > 0) {
            String next = characters.get(random.nextInt(characters.size()));
            int length = next.getBytes(StandardCharsets.UTF_8).length;
            if (length <= left) {
                text.append(next);
                left -= length;
            }
        }
        return text.toString();
    }

    private static void assertBinary(RTCDataChannel.Message message, byte[] wanted) {
        assertThat(message instanceof RTCDataChannel.Message.Binary(byte[] b) && Arrays.equals(b, wanted))
                .as("%d bytes are intact", wanted.length)
                .isTrue();
    }

    // ---- kinds ------------------------------------------------------------------------------------------------------

    private record Reliability(boolean ordered, int maxRetransmits, int maxPacketLifetimeMillis) {
        static List<Reliability> all() {
            List<Reliability> all = new ArrayList<>();
            for (boolean ordered : new boolean[] {true, false}) {
                all.add(new Reliability(ordered, NONE, NONE));
                // enough for a busy machine's own losses; the path with losses gives less
                all.add(new Reliability(ordered, 7, NONE));
                all.add(new Reliability(ordered, NONE, 10_000));
            }
            return all;
        }

        RTCDataChannelParameters parameters(String label) {
            RTCDataChannelParameters p =
                    RTCDataChannelParameters.of(label).withOrdered(ordered).withProtocol("plumb/ä");
            if (maxRetransmits != NONE) {
                return p.withMaxRetransmits(maxRetransmits);
            }
            return maxPacketLifetimeMillis == NONE ? p : p.withMaxPacketLifetimeMillis(maxPacketLifetimeMillis);
        }

        ObjectNode options() {
            ObjectNode options = LinePeer.command("create").put("ordered", ordered);
            options.put("protocol", "plumb/ä");
            if (maxRetransmits != NONE) {
                options.put("maxRetransmits", maxRetransmits);
            }
            if (maxPacketLifetimeMillis != NONE) {
                options.put("maxPacketLifeTime", maxPacketLifetimeMillis);
            }
            return options;
        }
    }

    @ParameterizedTest
    @MethodSource("stacksInBothRoles")
    void channelsOfEveryKindAreWhatTheOtherSideOpened(DataPeer.Stack stack, boolean weOffer) throws Exception {
        try (DataCall call = new DataCall(PEERS.of(stack)).connected(weOffer)) {
            for (Reliability kind : Reliability.all()) {
                RTCDataChannel ours = call.opened(kind.parameters("echo grün " + kind));
                JsonNode seen = call.announced(ours.label());
                assertThat(seen.path("protocol").asText()).isEqualTo("plumb/ä");
                assertThat(seen.path("ordered").asBoolean()).isEqualTo(kind.ordered);
                assertThat(seen.path("maxRetransmits").asInt(NONE)).isEqualTo(kind.maxRetransmits);
                assertThat(seen.path("maxPacketLifeTime").asInt(NONE)).isEqualTo(kind.maxPacketLifetimeMillis);
                assertThat(seen.path("stream").asInt()).isEqualTo(ours.id().orElseThrow());
                someMessagesComeBack(call, ours);
                // both write the lengths of label and protocol in characters, where RFC 8832 wants bytes
                boolean miscounts = stack == DataPeer.Stack.WERIFT || stack == DataPeer.Stack.AIORTC;
                String label = (miscounts ? "echo their " : "echo their grün ") + kind;
                ObjectNode options = kind.options();
                if (miscounts) {
                    options.put("protocol", "plumb");
                }
                String protocol = options.path("protocol").asText();
                call.tellToCreate(label, options);
                RTCDataChannel theirs = call.theirs(label);
                RTCDataChannelParameters p = theirs.getParameters();
                assertThat(p.protocol()).isEqualTo(protocol);
                boolean losesOrder = stack == DataPeer.Stack.WERIFT
                        && (kind.maxRetransmits != NONE || kind.maxPacketLifetimeMillis != NONE);
                assertThat(p.ordered()).isEqualTo(kind.ordered || losesOrder);
                assertThat(p.maxRetransmits()).isEqualTo(optional(kind.maxRetransmits));
                assertThat(p.maxPacketLifetimeMillis()).isEqualTo(optional(kind.maxPacketLifetimeMillis));
                someMessagesComeBack(call, theirs);
            }
        }
    }

    private static OptionalInt optional(int value) {
        return value == NONE ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static void someMessagesComeBack(DataCall call, RTCDataChannel channel) throws Exception {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sent.add(i + text(300, i));
            channel.send(sent.getLast());
        }
        List<String> back = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            back.add(((RTCDataChannel.Message.Text) call.next(channel)).text());
        }
        if (channel.getParameters().ordered()) {
            assertThat(back).isEqualTo(sent);
        } else {
            assertThat(back).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("stacksInBothRoles")
    void aNegotiatedChannelIsOpenedByBothSides(DataPeer.Stack stack, boolean weOffer) throws Exception {
        try (DataCall call = new DataCall(PEERS.of(stack)).connected(weOffer)) {
            for (int id : new int[] {100, 101, 1_000}) {
                String label = "echo negotiated " + id;
                call.tellToCreate(
                        label,
                        LinePeer.command("create").put("negotiated", true).put("id", id));
                RTCDataChannel ours =
                        call.opened(RTCDataChannelParameters.of(label).withNegotiated(id));
                assertThat(ours.id()).hasValue(id);
                someMessagesComeBack(call, ours);
            }
        }
    }

    // ---- opening and closing ----------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("stacksInBothRoles")
    void aThousandChannelsComeAndGoOnIdsUsedAgain(DataPeer.Stack stack, boolean weOffer) throws Exception {
        int channels = 1_000;
        int atATime = 100;
        try (DataCall call = new DataCall(PEERS.of(stack)).connected(weOffer)) {
            Set<Integer> ids = new HashSet<>();
            for (int first = 0; first < channels; first += atATime) {
                List<RTCDataChannel> open = new ArrayList<>();
                for (int i = first; i < first + atATime; i++) {
                    open.add(call.create(RTCDataChannelParameters.of("echo " + i)));
                }
                for (RTCDataChannel channel : open) {
                    Pause.until(channel.label() + " opens", 30, () -> channel.readyState() == RTCDataChannelState.OPEN);
                    channel.send("through " + channel.label());
                }
                for (RTCDataChannel channel : open) {
                    assertThat(call.next(channel))
                            .isEqualTo(new RTCDataChannel.Message.Text("through " + channel.label()));
                    ids.add(channel.id().orElseThrow());
                }
                // half of them are closed by the peer
                for (RTCDataChannel channel : open) {
                    if (channel.id().orElseThrow() % 4 < 2) {
                        channel.close();
                    } else {
                        call.tellToClose(channel.label());
                    }
                }
                for (RTCDataChannel channel : open) {
                    Pause.until(
                            channel.label() + " closes", 30, () -> channel.readyState() == RTCDataChannelState.CLOSED);
                    call.awaitClosed(channel.label());
                }
            }
            assertThat(ids).as("ids that %d channels had", channels).hasSizeLessThanOrEqualTo(2 * atATime);
        }
    }

    // ---- loss -------------------------------------------------------------------------------------------------------

    /**
     * Nothing is given up with aiortc, and werift after it: a FORWARD TSN makes them forget fragments of other messages that they have
     * acknowledged, and one of theirs that is lost is not sent again. Either way everything stands still. Theirs, too, is that a message which
     * a retransmission has made whole may wait until anything more comes on its stream, so something is sent.
     */
    @ParameterizedTest
    @MethodSource("stacksInBothRoles")
    void overALossyPathTheReliableIsWholeAndTheRestIsIntact(DataPeer.Stack stack, boolean weOffer) throws Exception {
        boolean givesUp = stack != DataPeer.Stack.AIORTC && stack != DataPeer.Stack.WERIFT;
        try (DataCall call = new DataCall(PEERS.of(stack)).connected(weOffer)) {
            List<RTCDataChannel> reliable = List.of(
                    call.opened(RTCDataChannelParameters.of("echo ordered")),
                    call.opened(RTCDataChannelParameters.of("echo unordered").withOrdered(false)));
            RTCDataChannelParameters once =
                    RTCDataChannelParameters.of("echo once").withOrdered(false).withMaxRetransmits(0);
            RTCDataChannelParameters brief =
                    RTCDataChannelParameters.of("echo brief").withMaxPacketLifetimeMillis(50);
            List<RTCDataChannel> others = givesUp ? List.of(call.opened(once), call.opened(brief)) : List.of();
            call.network.loss(0.05);
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String text = i + text(2_000, i);
                sent.add(text);
                others.forEach(c -> c.send(text));
                reliable.forEach(c -> c.send(text));
                Pause.millis(2);
            }
            assertThat(hundred(call, reliable.get(0), !givesUp)).isEqualTo(sent);
            assertThat(hundred(call, reliable.get(1), !givesUp)).containsExactlyInAnyOrderElementsOf(sent);
            call.network.loss(0);
            // what was given up is skipped on both sides, so that the next one comes through
            for (RTCDataChannel channel : others) {
                List<String> came = untilLast(call, channel);
                assertThat(came).isSubsetOf(sent).doesNotHaveDuplicates();
                if (channel.getParameters().ordered()) {
                    assertThat(came).isSortedAccordingTo(Comparator.comparingInt(sent::indexOf));
                } else {
                    assertThat(came).hasSizeLessThan(100);
                }
                System.out.println(stack + ", we offer " + weOffer + ": " + came.size() + " of 100 messages on "
                        + channel.label());
            }
        }
    }

    /**
     * Messages given up with every stack, aiortc and werift as well: each has a packet of its own, only long datagrams are lost, so that what a
     * peer says once arrives, and nothing reliable goes beside them. These two deliver one message at a time of those that a retransmission
     * has put in order, and upon a FORWARD TSN drop what they have not delivered yet, acknowledged though it is.
     */
    @ParameterizedTest
    @MethodSource("stacksInBothRoles")
    void messagesGivenUpAreSkippedAndTheNextComeThrough(DataPeer.Stack stack, boolean weOffer) throws Exception {
        RTCDataChannelParameters once =
                RTCDataChannelParameters.of("echo once").withOrdered(false).withMaxRetransmits(0);
        RTCDataChannelParameters brief =
                RTCDataChannelParameters.of("echo brief").withMaxPacketLifetimeMillis(50);
        for (RTCDataChannelParameters parameters : List.of(once, brief)) {
            try (DataCall call = new DataCall(PEERS.of(stack)).connected(weOffer)) {
                RTCDataChannel channel = call.opened(parameters);
                call.network.loss(0.2, 400);
                List<String> sent = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    String text = i + text(900, i);
                    sent.add(text);
                    channel.send(text);
                    Pause.millis(5);
                }
                call.network.loss(0);
                List<String> came = untilLast(call, channel);
                System.out.println(
                        stack + ", we offer " + weOffer + ": " + came.size() + " of 200 packets on " + channel.label());
                assertThat(came).isSubsetOf(sent).doesNotHaveDuplicates().hasSizeBetween(50, 200);
                if (parameters.ordered()) {
                    assertThat(came).isSortedAccordingTo(Comparator.comparingInt(sent::indexOf));
                } else {
                    assertThat(came).hasSizeLessThan(200);
                }
            }
        }
    }

    private static List<String> hundred(DataCall call, RTCDataChannel channel, boolean nudged) throws Exception {
        List<String> all = new ArrayList<>();
        while (all.size() < 100) {
            if (nudged && call.waiting(channel) == 0) {
                Pause.millis(100);
                channel.send("last");
            }
            String text = ((RTCDataChannel.Message.Text) call.next(channel)).text();
            if (!text.equals("last")) {
                all.add(text);
            }
        }
        return all;
    }

    /** What came before a last message, which is sent until it comes: it may be given up, too, while the path recovers. */
    private static List<String> untilLast(DataCall call, RTCDataChannel channel) throws Exception {
        Pause.until("something comes through " + channel.label(), 30, () -> {
            channel.send("last");
            Pause.millis(100);
            return call.came(channel, new RTCDataChannel.Message.Text("last"));
        });
        List<String> all = new ArrayList<>();
        for (int i = call.waiting(channel); i > 0; i--) {
            all.add(((RTCDataChannel.Message.Text) call.next(channel)).text());
        }
        all.removeIf(text -> text.equals("last"));
        return all;
    }

    // ---- much -------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @MethodSource("stacksInBothRoles")
    void someMebibytesArriveWithTheirHashBothWays(DataPeer.Stack stack, boolean weOffer) throws Exception {
        transfer(stack, weOffer, 4 * MEBIBYTE + 1);
    }

    /** Some minutes; {@code -Dplumb.transfer=BYTES} for another amount. */
    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void aGibibyteArrivesWithItsHashBothWays(DataPeer.Stack stack) throws Exception {
        transfer(stack, true, Long.getLong("plumb.transfer", 1024 * MEBIBYTE));
    }

    private static void transfer(DataPeer.Stack stack, boolean weOffer, long count) throws Exception {
        int seconds = (int) (60 + count / MEBIBYTE);
        try (DataCall call = new DataCall(PEERS.of(stack)).connected(weOffer)) {
            RTCDataChannel sink = call.opened(RTCDataChannelParameters.of("sink"));
            long began = System.nanoTime();
            String hash = send(sink, count);
            sink.send("end");
            assertThat(call.next(sink, seconds)).isEqualTo(new RTCDataChannel.Message.Text(count + " " + hash));
            double there = (System.nanoTime() - began) / 1e9;

            RTCDataChannel source = call.create(RTCDataChannelParameters.of("source"));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            java.util.concurrent.atomic.AtomicLong got = new java.util.concurrent.atomic.AtomicLong();
            java.util.concurrent.CompletableFuture<String> said = new java.util.concurrent.CompletableFuture<>();
            call.replaceListener(source, message -> {
                switch (message) {
                    case RTCDataChannel.Message.Binary(byte[] bytes) -> {
                        digest.update(bytes);
                        got.addAndGet(bytes.length);
                    }
                    case RTCDataChannel.Message.Text(String text) -> said.complete(text);
                }
            });
            call.open(source);
            began = System.nanoTime();
            source.send("send " + count + " 16384");
            String told = said.get(seconds, java.util.concurrent.TimeUnit.SECONDS);
            double back = (System.nanoTime() - began) / 1e9;
            assertThat(got.get() + " " + HexFormat.of().formatHex(digest.digest()))
                    .isEqualTo(told);
            assertThat(got).hasValue(count);
            System.out.printf(
                    "%s, we offer %s: %d bytes to it in %.1f s (%.1f MB/s), from it in %.1f s (%.1f MB/s), hashes equal%n",
                    stack, weOffer, count, there, count / 1e6 / there, back, count / 1e6 / back);
        }
    }

    private static String send(RTCDataChannel channel, long count) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = bytes(16_384, 7);
        int number = 0;
        for (long at = 0; at < count; number++) {
            while (channel.bufferedAmount() > MEBIBYTE) {
                Pause.micros(200);
            }
            byte[] message = Arrays.copyOf(block, (int) Math.min(block.length, count - at));
            if (message.length >= 4) {
                ByteBuffer.wrap(message).putInt(0, number);
            }
            digest.update(message);
            channel.send(message);
            at += message.length;
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
