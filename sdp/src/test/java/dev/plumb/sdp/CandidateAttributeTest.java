package dev.plumb.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumb.sdp.attribute.CandidateAttribute;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CandidateAttributeTest {
    private static CandidateAttribute parse(String value) {
        return Objects.requireNonNull(CandidateAttribute.parse(value), value);
    }

    @Test
    void readsAServerReflexiveCandidateAsChromiumWritesIt() {
        String value = "842163049 1 udp 1677729535 203.0.113.9 46154 typ srflx raddr 192.0.2.5 rport 53001 generation 0"
                + " ufrag KLMq network-id 1 network-cost 10";
        CandidateAttribute candidate = parse(value);
        assertThat(candidate.foundation()).isEqualTo("842163049");
        assertThat(candidate.component()).isEqualTo(1);
        assertThat(candidate.isUdp()).isTrue();
        assertThat(candidate.priority()).isEqualTo(1677729535L);
        assertThat(candidate.address()).isEqualTo("203.0.113.9");
        assertThat(candidate.port()).isEqualTo(46154);
        assertThat(candidate.type()).isEqualTo("srflx");
        assertThat(candidate.relatedAddress()).isEqualTo("192.0.2.5");
        assertThat(candidate.relatedPort()).hasValue(53001);
        assertThat(candidate.ufrag()).isEqualTo("KLMq");
        assertThat(candidate.extension("network-cost")).isEqualTo("10");
        assertThat(candidate.tcpType()).isNull();
        assertThat(candidate.write()).isEqualTo(value);
    }

    @Test
    void readsATcpCandidateOfIpv6() {
        CandidateAttribute candidate = parse("2 1 TCP 2105524479 2001:db8::1 9 typ host tcptype active");
        assertThat(candidate.isUdp()).isFalse();
        assertThat(candidate.isIpv6()).isTrue();
        assertThat(candidate.tcpType()).isEqualTo("active");
        assertThat(candidate.relatedPort()).isEmpty();
    }

    @Test
    void knowsAMulticastDnsName() {
        assertThat(parse("0 1 UDP 2122252543 0f3a9c1e-1d2b-4c57-9b5c-6d6a4f5b3c2a.local 51234 typ host")
                        .isMdns())
                .isTrue();
        assertThat(parse("0 1 UDP 1 l 1 typ host").isMdns()).isFalse();
    }

    @Test
    void readsWhatIceCandidateObjectsCarry() {
        String value = "1 1 udp 1 192.0.2.1 1 typ host";
        assertThat(parse("candidate:" + value)).isEqualTo(parse(value));
        assertThat(parse("a=candidate:" + value)).isEqualTo(parse(value));
    }

    @Test
    void keepsANameWithoutValueAtTheEnd() {
        String value = "1 1 udp 1 192.0.2.1 1 typ host generation 0 ufrag";
        assertThat(parse(value).write()).isEqualTo(value);
        assertThat(parse(value).ufrag()).isEmpty();
    }

    @Test
    void writesOneMadeByHand() {
        CandidateAttribute candidate = new CandidateAttribute("7", 1, "udp", 99, "192.0.2.1", 5, "relay", List.of())
                .with("raddr", "0.0.0.0")
                .with("rport", "0");
        assertThat(SdpLine.of(candidate))
                .hasToString("a=candidate:7 1 udp 99 192.0.2.1 5 typ relay raddr 0.0.0.0 rport 0");
    }

    @Test
    void refusesToBeMadeOfWhatWouldBreakTheLine() {
        assertThatThrownBy(() -> new CandidateAttribute("7", 1, "udp", 99, "a\r\nb", 5, "host", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address");
    }
}
