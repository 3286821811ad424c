package dev.plumb.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumb.dtls.suite.NamedGroup;
import dev.plumb.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyExchangeTest {
    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void bothSidesAgree(NamedGroup group) {
        for (long seed = 0; seed < 30; seed++) {
            KeyExchange client = new EphemeralKeys(Seeds.secureRandom(seed)).generate(group);
            Agreed server = new EphemeralKeys(Seeds.secureRandom(seed + 1000)).answer(group, client.publicBytes());
            assertThat(client.agree(server.publicBytes()))
                    .isEqualTo(server.secret())
                    .hasSizeGreaterThan(31);
        }
    }

    @ParameterizedTest
    @EnumSource(NamedGroup.class)
    void refusesPointsThatAreNone(NamedGroup group) {
        KeyExchange ours = new EphemeralKeys(Seeds.secureRandom(1)).generate(group);
        EphemeralKeys other = new EphemeralKeys(Seeds.secureRandom(2));
        byte[] theirs = other.answer(group, ours.publicBytes()).publicBytes();
        assertThat(other.answer(group, new byte[ours.publicBytes().length])).isNull();
        assertThat(other.answer(group, new byte[0])).isNull();
        assertThat(ours.agree(new byte[theirs.length])).isNull();
        assertThat(ours.agree(new byte[0])).isNull();
        assertThat(ours.agree(new byte[theirs.length + 1])).isNull();
        if (group == NamedGroup.SECP256R1 || group == NamedGroup.SECP384R1) {
            byte[] offCurve = theirs.clone();
            offCurve[40] ^= 1;
            assertThat(ours.agree(offCurve)).isNull();
        }
    }
}
