package dev.plumb.signal.json;

import dev.plumb.media.codec.MediaKind;
import dev.plumb.objects.RTCDataChannelParameters;
import dev.plumb.objects.RTCExtension;
import dev.plumb.objects.RTCIceCandidate;
import dev.plumb.objects.RTCIceCandidateType;
import dev.plumb.objects.RTCIceGatherOptions;
import dev.plumb.objects.RTCIceServer;
import dev.plumb.objects.RTCRtcpFeedback;
import dev.plumb.objects.RTCRtcpParameters;
import dev.plumb.objects.RTCRtpCodecCapability;
import dev.plumb.objects.RTCRtpEncodingParameters;
import dev.plumb.objects.RTCRtpHeaderExtension;
import dev.plumb.objects.RTCRtpParameters;
import dev.plumb.signal.jsep.RTCIceCandidateInit;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of a record: names as the specifications have them, types, defaults.
 *
 * @param type the record
 * @param members the members in order
 */
record Shape(Class<?> type, List<Member> members) {
    private static final Pattern UNIT = Pattern.compile("(Hz|Bps|Millis)$");

    /** Records some of whose members may be absent though they are neither optional, lists, maps nor booleans. */
    private static final Map<Class<?>, Record> DEFAULTS = Map.ofEntries(
            Map.entry(RTCExtension.class, RTCExtension.known("x")),
            Map.entry(RTCIceServer.class, new RTCIceServer("stun:x")),
            Map.entry(RTCIceGatherOptions.class, RTCIceGatherOptions.DEFAULT),
            Map.entry(RTCIceCandidate.class, new RTCIceCandidate("x", 0, "x", 0, RTCIceCandidateType.HOST)),
            Map.entry(RTCDataChannelParameters.class, RTCDataChannelParameters.of("")),
            Map.entry(RTCRtcpFeedback.class, new RTCRtcpFeedback("x")),
            Map.entry(RTCRtcpParameters.class, RTCRtcpParameters.DEFAULT),
            Map.entry(RTCRtpParameters.class, RTCRtpParameters.of("", List.of())),
            Map.entry(RTCRtpEncodingParameters.class, RTCRtpEncodingParameters.DEFAULT),
            Map.entry(RTCRtpHeaderExtension.class, new RTCRtpHeaderExtension(MediaKind.AUDIO, "x", 1)),
            Map.entry(
                    RTCRtpCodecCapability.class,
                    new RTCRtpCodecCapability(MediaKind.AUDIO, "x", 1, 0, 0, List.of(), Map.of())),
            Map.entry(RTCIceCandidateInit.class, new RTCIceCandidateInit("", "", OptionalInt.empty(), "")),
            Map.entry(ReceiveConstraints.class, ReceiveConstraints.of("x")));

    /** Members that are always written, whatever the default record has, since a value means nothing without them. */
    private static final Set<String> ALWAYS = Set.of(
            "RTCExtension.name",
            "RTCIceServer.urls",
            "RTCIceCandidate.foundation",
            "RTCIceCandidate.priority",
            "RTCIceCandidate.ip",
            "RTCIceCandidate.port",
            "RTCIceCandidate.type",
            "RTCDataChannelParameters.label",
            "RTCRtcpFeedback.type",
            "RTCRtpParameters.codecs",
            "RTCRtpHeaderExtension.uri",
            "RTCRtpHeaderExtension.kind",
            "RTCRtpHeaderExtension.preferredId",
            "RTCRtpCodecCapability.kind",
            "RTCRtpCodecCapability.name",
            "RTCRtpCodecCapability.clockRateHz",
            "RTCRtpCodecCapability.preferredPayloadType",
            "ReceiveConstraints.muxId");

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return make(type);
        }
    };

    /**
     * One member.
     *
     * @param specName the name as it is written
     * @param ordinary the value where the member is absent; null where it may not be
     */
    record Member(
            RecordComponent component,
            String specName,
            @Nullable Object ordinary) {
        Type type() {
            return component.getGenericType();
        }

        Object of(Object record) {
            try {
                return component.getAccessor().invoke(record);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException("a dictionary is a public record, not " + record.getClass(), e);
            }
        }
    }

    static Shape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static Shape make(Class<?> type) {
        List<Member> members = new ArrayList<>();
        Record ordinary = DEFAULTS.get(type);
        for (RecordComponent c : type.getRecordComponents()) {
            Member bare = new Member(c, UNIT.matcher(c.getName()).replaceFirst(""), Values.absent(c.getType()));
            boolean always = ALWAYS.contains(type.getSimpleName() + "." + c.getName());
            if (always) {
                members.add(new Member(c, bare.specName(), null));
            } else {
                members.add(ordinary == null ? bare : new Member(c, bare.specName(), bare.of(ordinary)));
            }
        }
        return new Shape(type, List.copyOf(members));
    }

    /** Creates a record. An exception of its constructor is thrown as it is. */
    Object make(Object[] values) {
        Class<?>[] types = members.stream().map(m -> m.component().getType()).toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("the constructor of " + type + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "a dictionary is a public record, not " + type + Arrays.toString(types), e);
        }
    }
}
