package dev.plumb.js.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class IdlParserTest {
    @Test
    void interfacesAreToldWithTheirMembers() {
        JsonNode model = new IdlParser().read("""
                        // a comment
                        [Exposed=(Window,DedicatedWorker), Transferable]
                        interface Lamp : EventTarget {
                          constructor(optional LampInit init = {});
                          const unsigned short ON = 1;
                          readonly attribute unsigned long long? watts;
                          [SameObject] readonly attribute FrozenArray<Lamp> others;
                          static Promise<undefined> all(DOMString name, Lamp... lamps);
                          undefined put((Lamp or DOMString) which, [EnforceRange] optional octet level = 5);
                        };
                        partial interface Lamp { attribute EventHandler onswitch; };
                        """).model();
        JsonNode lamp = model.path("interfaces").path("Lamp");
        assertThat(lamp.path("parent").asText()).isEqualTo("EventTarget");
        assertThat(lamp.path("constructors")).hasSize(1);
        JsonNode members = lamp.path("members");
        assertThat(members)
                .extracting(m -> m.path("name").asText())
                .containsExactly("ON", "watts", "others", "all", "put", "onswitch");
        assertThat(members.path(0).path("value").asInt()).isEqualTo(1);
        assertThat(members.path(1).path("type").path("name").asText()).isEqualTo("unsigned long long");
        assertThat(members.path(1).path("type").path("nullable").asBoolean()).isTrue();
        assertThat(members.path(1).path("readonly").asBoolean()).isTrue();
        assertThat(members.path(3).path("static").asBoolean()).isTrue();
        assertThat(members.path(3).path("args").path(1).path("variadic").asBoolean())
                .isTrue();
        JsonNode level = members.path(4).path("args").path(1);
        assertThat(level.path("optional").asBoolean()).isTrue();
        assertThat(level.path("default").asInt()).isEqualTo(5);
        assertThat(members.path(4).path("args").path(0).path("type").path("union"))
                .hasSize(2);
    }

    @Test
    void dictionariesEnumsTypedefsCallbacksAndMixinsAreTold() {
        JsonNode model = new IdlParser().read("""
                        dictionary Base { required DOMString name; };
                        dictionary Init : Base { [Clamp] unsigned long max; sequence<DOMString> all = []; boolean on = true; double? d = null; };
                        enum Colour { "red", "dark-blue", };
                        typedef ([Clamp] unsigned long or Init) Limit;
                        callback Told = undefined (DOMString what);
                        callback interface Listener { undefined handle(); };
                        interface mixin Shared { undefined share(); };
                        interface Thing { };
                        Thing includes Shared;
                        interface Report { readonly maplike<DOMString, object>; };
                        """).model();
        JsonNode init = model.path("dictionaries").path("Init");
        assertThat(init.path("parent").asText()).isEqualTo("Base");
        assertThat(init.path("members").path(0).path("type").path("Clamp").asBoolean())
                .isTrue();
        assertThat(init.path("members").path(1).path("default").isArray()).isTrue();
        assertThat(init.path("members").path(3).path("default").isNull()).isTrue();
        assertThat(model.path("enums").path("Colour").path(1).asText()).isEqualTo("dark-blue");
        assertThat(model.path("typedefs").path("Limit").path("union")).hasSize(2);
        assertThat(model.path("callbacks").path("Told").asText()).isEqualTo("function");
        assertThat(model.path("callbacks").path("Listener").asText()).isEqualTo("interface");
        assertThat(model.path("interfaces").path("Thing").path("members")).hasSize(1);
        assertThat(model.path("interfaces")
                        .path("Report")
                        .path("members")
                        .path(0)
                        .path("kind")
                        .asText())
                .isEqualTo("maplike");
    }

    @Test
    void whatIsNotUnderstoodIsNamedByItsLine() {
        assertThatThrownBy(() -> new IdlParser().read("interface A {\n  attribute DOMString;\n};"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }
}
