package dev.plumb.sdp.attribute;

import dev.plumb.sdp.text.SdpText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The simulcast streams an agent sends and receives; each stream is one rid or a choice of them.
 *
 * <pre>
 * a=simulcast:&lt;send | recv&gt; &lt;stream&gt;;&lt;stream&gt;... [&lt;recv | send&gt; &lt;stream&gt;;...]
 * stream = [~]&lt;rid&gt;,[~]&lt;rid&gt;...    ~ means initially paused
 * </pre>
 *
 * @param send the streams it will send, in order; empty for none
 * @param recv the streams it will receive, in order; empty for none
 * @param recvFirst whether recv stands before send
 * @spec https://www.rfc-editor.org/rfc/rfc8853#section-5.1 RFC 8853 5.1
 */
public record SimulcastAttribute(List<Stream> send, List<Stream> recv, boolean recvFirst) implements Attribute {
    /** The key for lookups. */
    public static final SdpAttributeType<SimulcastAttribute> TYPE =
            new SdpAttributeType<>("simulcast", SimulcastAttribute::parse);

    /**
     * One stream.
     *
     * @param alternatives the alternatives, at least one, the most wanted first
     */
    public record Stream(List<Alternative> alternatives) {
        /** Checks that there is an alternative. */
        public Stream {
            alternatives = List.copyOf(alternatives);
            SdpText.require(!alternatives.isEmpty(), "a simulcast stream must name a rid", alternatives);
        }

        /** Returns a stream of one rid, not paused. */
        public static Stream of(String rid) {
            return new Stream(List.of(new Alternative(rid, false)));
        }

        /** Returns the rid that is most wanted. */
        public String rid() {
            return alternatives.getFirst().rid();
        }

        private String write() {
            return alternatives.stream()
                    .map(alternative -> (alternative.paused() ? "~" : "") + alternative.rid())
                    .collect(Collectors.joining(","));
        }
    }

    /**
     * One choice for a stream.
     *
     * @param rid names the {@code a=rid}
     * @param paused whether it begins paused
     */
    public record Alternative(String rid, boolean paused) {
        /** Checks the rid. */
        public Alternative {
            SdpText.require(RidAttribute.isId(rid), "a rid must be letters, digits, - and _", rid);
        }
    }

    /** Copies; one of both must name a stream. */
    public SimulcastAttribute {
        send = List.copyOf(send);
        recv = List.copyOf(recv);
        SdpText.require(!send.isEmpty() || !recv.isEmpty(), "simulcast must name a stream", send);
    }

    /** Sends those rids, one a stream. */
    public static SimulcastAttribute sending(List<String> rids) {
        return new SimulcastAttribute(rids.stream().map(Stream::of).toList(), List.of(), false);
    }

    /** Receives those rids, one a stream. */
    public static SimulcastAttribute receiving(List<String> rids) {
        return new SimulcastAttribute(List.of(), rids.stream().map(Stream::of).toList(), true);
    }

    /** Reads the value; null where it is malformed. */
    public static @Nullable SimulcastAttribute parse(String value) {
        List<String> fields = SdpText.fields(value);
        if ((fields.size() != 2 && fields.size() != 4) || !areDirections(fields)) {
            return null;
        }
        List<Stream> first = streams(fields.get(1));
        List<Stream> second = fields.size() == 2 ? List.of() : streams(fields.get(3));
        if (first == null || second == null) {
            return null;
        }
        boolean recvFirst = fields.getFirst().equalsIgnoreCase("recv");
        return new SimulcastAttribute(recvFirst ? second : first, recvFirst ? first : second, recvFirst);
    }

    private static boolean areDirections(List<String> fields) {
        boolean first = RidAttribute.isDirection(fields.get(0));
        return fields.size() == 2
                ? first
                : first
                        && RidAttribute.isDirection(fields.get(2))
                        && !fields.get(0).equalsIgnoreCase(fields.get(2));
    }

    private static @Nullable List<Stream> streams(String list) {
        List<Stream> streams = new ArrayList<>();
        for (String stream : SdpText.split(list, ';')) {
            List<Alternative> alternatives = new ArrayList<>();
            for (String choice : SdpText.split(stream, ',')) {
                boolean paused = choice.startsWith("~");
                String rid = paused ? choice.substring(1) : choice;
                if (!RidAttribute.isId(rid)) {
                    return null;
                }
                alternatives.add(new Alternative(rid, paused));
            }
            streams.add(new Stream(alternatives));
        }
        return streams;
    }

    /** Returns the value. */
    public String write() {
        String sends = write("send", send);
        String recvs = write("recv", recv);
        String between = sends.isEmpty() || recvs.isEmpty() ? "" : " ";
        return recvFirst ? recvs + between + sends : sends + between + recvs;
    }

    private static String write(String direction, List<Stream> streams) {
        return streams.isEmpty()
                ? ""
                : direction + " " + streams.stream().map(Stream::write).collect(Collectors.joining(";"));
    }

    @Override
    public SdpAttribute attribute() {
        return TYPE.attribute(write());
    }

    @Override
    public String toString() {
        return attribute().text();
    }
}
