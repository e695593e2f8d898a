package dev.tierwall.lab.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 6902 and RFC 7386, and what else a patch may get wrong. */
class JsonPatchTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'a':1}                | [{'op':'add','path':'/b','value':[1]}]                      | {'a':1,'b':[1]}
            {'a':[1,3]}            | [{'op':'add','path':'/a/1','value':2}]                      | {'a':[1,2,3]}
            {'a':[1]}              | [{'op':'add','path':'/a/-','value':{'b':null}}]             | {'a':[1,{'b':null}]}
            {'a':1}                | [{'op':'add','path':'/a','value':2}]                        | {'a':2}
            {'a':1,'b':2}          | [{'op':'remove','path':'/a'}]                               | {'b':2}
            {'a':[1,2,3]}          | [{'op':'remove','path':'/a/1'}]                             | {'a':[1,3]}
            {'a':{'b':1}}          | [{'op':'replace','path':'/a/b','value':'x'}]                | {'a':{'b':'x'}}
            {'a':{'b':1},'c':{}}   | [{'op':'move','from':'/a/b','path':'/c/d'}]                 | {'a':{},'c':{'d':1}}
            {'a':[1,2,3]}          | [{'op':'move','from':'/a/0','path':'/a/2'}]                 | {'a':[2,3,1]}
            {'a':{'b':[1]}}        | [{'op':'copy','from':'/a/b','path':'/c'}]                   | {'a':{'b':[1]},'c':[1]}
            {'a/b':1,'m~n':2}      | [{'op':'test','path':'/a~1b','value':1},{'op':'replace','path':'/m~0n','value':3}] | {'a/b':1,'m~n':3}
            {'a':1.0}              | [{'op':'test','path':'/a','value':1}]                       | {'a':1.0}
            {'a':1}                | [{'op':'test','path':'/b','value':null}]                    | {'a':1}
            {'a':1}                | [{'op':'replace','path':'','value':{'b':2}}]                | {'b':2}
            """)
    void appliesOperations(String document, String patch, String result) throws Exception {
        JsonNode before = json(document);
        assertThat(JsonPatch.apply(before, json(patch))).isEqualTo(json(result));
        assertThat(before).isEqualTo(json(document));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            [{'op':'test','path':'/a','value':2}]             | false | testing value /a failed: test failed
            [{'op':'remove','path':'/x'}]                     | false | remove operation does not apply: doc is missing path: "/x": missing value
            [{'op':'add','path':'/x/y','value':1}]            | false | add operation does not apply: doc is missing path: "/x/y": missing value
            [{'op':'replace','path':'/x','value':1}]          | false | replace operation does not apply: doc is missing path: "/x": missing value
            [{'op':'add','path':'/l/9','value':1}]            | false | Unable to access invalid index: 9: invalid index referenced
            [{'op':'add','path':'/l/x','value':1}]            | false | value was not a proper array index: 'x'
            [{'op':'copy','from':'/x','path':'/y'}]           | false | copy operation does not apply: doc is missing path: "/x": missing value
            [{'op':'move','from':'/l','path':'/l/0'}]         | false | move operation does not apply: /l/0 is within /l
            [{'op':'blend','path':'/a'}]                      | true  | Unexpected kind: blend
            [{'op':'add','path':'/a'}]                        | true  | operation, missing value field: missing value
            [{'op':'add','value':1}]                          | true  | add operation has no valid "path"
            {'op':'add'}                                      | true  | a JSON patch is a list of operations
            """)
    void saysWhatIsWrong(String patch, boolean malformed, String message) throws Exception {
        JsonNode document = json("{'a':1,'l':[1]}");
        JsonNode operations = json(patch);
        assertThatThrownBy(() -> JsonPatch.apply(document, operations))
                .isInstanceOf(PatchException.class)
                .hasMessage(message)
                .extracting(e -> ((PatchException) e).isMalformed())
                .isEqualTo(malformed);
    }

    @Test
    void anOperationThatFailsUndoesThoseBeforeIt() throws Exception {
        JsonNode document = json("{'a':1}");
        JsonNode operations = json("[{'op':'add','path':'/b','value':1},{'op':'test','path':'/a','value':2}]");
        assertThatThrownBy(() -> JsonPatch.apply(document, operations)).isInstanceOf(PatchException.class);
        assertThat(document).isEqualTo(json("{'a':1}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'a':'b'}              | {'a':'c'}             | {'a':'c'}
            {'a':'b'}              | {'b':'c'}             | {'a':'b','b':'c'}
            {'a':'b','b':'c'}      | {'a':null}            | {'b':'c'}
            {'a':['b']}            | {'a':'c'}             | {'a':'c'}
            {'a':{'b':'c'}}        | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}
            {'a':[{'b':'c'}]}      | {'a':[1]}             | {'a':[1]}
            {'e':null}             | {'a':1}               | {'e':null,'a':1}
            {}                     | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}
            {'a':'foo'}            | 'bar'                 | 'bar'
            """)
    void mergesAsTheRfcSays(String target, String patch, String result) throws Exception {
        assertThat(MergePatch.apply(json(target), json(patch))).isEqualTo(json(result));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return MAPPER.readTree(text.replace('\'', '"'));
    }
}
