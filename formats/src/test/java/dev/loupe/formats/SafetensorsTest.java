package dev.loupe.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.graph.Initialiser;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Source.Layout;
import dev.loupe.graph.Source.Role;
import dev.loupe.graph.Source.Variable;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsTest {
  private static final Initialiser COUNT =
      (seed, t) -> {
        for (int i = 0; i < t.length(); i++) {
          t.set(i, i);
        }
      };

  @TempDir Path folder;

  private static Variable variable(String path, Layout layout, int... sizes) {
    return new Variable(path, Shape.of(sizes), Role.WEIGHT, layout, COUNT);
  }

  private static Parameters parameters(Variable... variables) {
    Parameters p = new Parameters();
    p.add(List.of(variables), (v, t) -> v.initial().fill(dev.loupe.tensor.Seed.of(0), t));
    return p;
  }

  private Path file(byte[]... parts) throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    }
    return file;
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return file(number(json.length), json, data);
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(LoupeException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void convolutionsLieInPyTorchsOrder() {
    Path file = folder.resolve("a.safetensors");
    // Memory: kernel 2, inputs 3, outputs 2: value = (k * 3 + i) * 2 + o.
    SafetensorsWriter.write(
        file,
        parameters(
            variable("conv.weight", Layout.CONVOLUTION, 2, 3, 2),
            variable("dense.weight", Layout.DENSE, 2, 3),
            variable("up.weight", Layout.TRANSPOSED_CONVOLUTION, 2, 1, 2),
            variable("bias", Layout.PLAIN, 2)));
    Safetensors s = Safetensors.open(file);
    assertThat(s.names()).containsExactly("conv.weight", "dense.weight", "up.weight", "bias");
    assertThat(s.metadata()).containsExactly(Map.entry("format", "pt"));
    assertThat(s.sizes("conv.weight")).containsExactly(2, 3, 2);
    assertThat(s.values("conv.weight")).containsExactly(0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11);
    assertThat(s.sizes("dense.weight")).containsExactly(3, 2);
    assertThat(s.values("dense.weight")).containsExactly(0, 3, 1, 4, 2, 5);
    assertThat(s.sizes("up.weight")).containsExactly(2, 1, 2);
    assertThat(s.values("up.weight")).containsExactly(0, 2, 1, 3);
    assertThat(s.values("bias")).containsExactly(0, 1);
  }

  @Test
  void comesBackAsItWasAndGivesTheSameBytes() throws IOException {
    Path file = folder.resolve("a.safetensors");
    Variable[] all = {
      variable("a", Layout.CONVOLUTION, 3, 3, 5, 7),
      variable("b", Layout.TRANSPOSED_CONVOLUTION, 2, 2, 2, 3, 5),
      variable("c", Layout.DENSE, 200, 101),
      variable("d", Layout.PLAIN, 3, 2)
    };
    Parameters written = parameters(all);
    SafetensorsWriter.write(file, written);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    Parameters read = new Parameters();
    read.add(List.of(all), WeightSource.open(file));
    for (Variable v : all) {
      assertThat(read.tensor(v.path())).isEqualTo(written.tensor(v.path()));
    }
    SafetensorsWriter.write(file, read);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void readsOtherTypes() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(-0.5).putLong(-1).putInt(-1).putInt(7);
    data.putShort(Float.floatToFloat16(1.5f)).putShort((short) 0x3FC0).putShort((short) -2);
    data.putShort((short) -2).put((byte) -3).put((byte) -3).put((byte) 1).put((byte) 0);
    Path file =
        file(
            """
            {"f64":{"dtype":"F64","shape":[],"data_offsets":[0,8]},
             "u64":{"dtype":"U64","shape":[1],"data_offsets":[8,16]},
             "u32":{"dtype":"U32","shape":[1],"data_offsets":[16,20]},
             "i32":{"dtype":"I32","shape":[1],"data_offsets":[20,24]},
             "f16":{"dtype":"F16","shape":[1],"data_offsets":[24,26]},
             "bf16":{"dtype":"BF16","shape":[1],"data_offsets":[26,28]},
             "i16":{"dtype":"I16","shape":[1],"data_offsets":[28,30]},
             "u16":{"dtype":"U16","shape":[1],"data_offsets":[30,32]},
             "i8":{"dtype":"I8","shape":[1],"data_offsets":[32,33]},
             "u8":{"dtype":"U8","shape":[1],"data_offsets":[33,34]},
             "bool":{"dtype":"BOOL","shape":[2],"data_offsets":[34,36]},
             "none":{"dtype":"F32","shape":[0],"data_offsets":[36,36]}}\
            """,
            data.array());
    Safetensors s = Safetensors.open(file);
    assertThat(s.values("f64")).containsExactly(-0.5f);
    assertThat(s.values("u64")).containsExactly(0x1p64f);
    assertThat(s.values("u32")).containsExactly(0x1p32f);
    assertThat(s.values("i32")).containsExactly(7);
    assertThat(s.values("f16")).containsExactly(1.5f);
    assertThat(s.values("bf16")).containsExactly(1.5f);
    assertThat(s.values("i16")).containsExactly(-2);
    assertThat(s.values("u16")).containsExactly(65534);
    assertThat(s.values("i8")).containsExactly(-3);
    assertThat(s.values("u8")).containsExactly(253);
    assertThat(s.values("bool")).containsExactly(1, 0);
    assertThat(s.values("none")).isEmpty();
    assertThatThrownBy(() -> s.values("bfl6"))
        .hasMessageStartingWith(file + ": unknown tensor 'bfl6'")
        .hasMessageEndingWith("\n  fix: did you mean 'bf16'?");
  }

  @Test
  void refusesFilesThatAreCutShort() throws IOException {
    refused(
        file(new byte[3]),
        "the safetensors file is cut short\n"
            + "  expected: 8 bytes with the length of the header\n"
            + "  got: 3 bytes");
    refused(
        file(number(500), new byte[20]),
        "the safetensors file is cut short\n"
            + "  expected: 508 bytes up to the end of the header\n"
            + "  got: 28 bytes");
    refused(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", new byte[15]),
        "the file is cut short in the tensor 'a'\n"
            + "  expected: values up to byte 79\n"
            + "  got: a file of 78 bytes");
  }

  @Test
  void refusesAbsurdHeaderLengths() throws IOException {
    refused(
        file(number(100_000_001), new byte[20]),
        "this is not a safetensors file\n"
            + "  expected: a header of at most 100000000 bytes\n"
            + "  got: a length of 100000001 bytes at byte 0");
    refused(
        file(number(-1), new byte[20]),
        "this is not a safetensors file\n"
            + "  expected: a header of at most 100000000 bytes\n"
            + "  got: a length of 18446744073709551615 bytes at byte 0");
  }

  @Test
  void refusesHeadersThatAreNotJson() throws IOException {
    refused(
        file("[]", new byte[0]),
        "this is not a JSON object\n  expected: {...}\n  got: a list at byte 8");
    refused(
        file(number(2), new byte[] {'{', (byte) 0xFF}),
        "the JSON is not UTF-8\n  got: a broken character at byte 9");
    assertThatThrownBy(() -> Safetensors.open(file("{\"a\":}", new byte[0])))
        .isInstanceOf(LoupeException.class)
        .hasMessageStartingWith(folder.resolve("model.safetensors") + ": this is not JSON\n  got: ")
        .hasMessageEndingWith(", at byte 13");
    assertThatThrownBy(() -> Safetensors.open(file("{\"a\":1,\"a\":1}", new byte[0])))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining(": this is not JSON\n  got: Duplicate Object property \"a\"");
  }

  @Test
  void refusesBrokenEntries() throws IOException {
    String what = "the header of the tensor 'a' is broken\n  expected: ";
    refused(
        file("{\"a\":1}", new byte[0]),
        what + "an object with dtype, shape and data_offsets\n  got: 1");
    refused(
        file("{\"a\":{\"dtype\":\"F8\",\"shape\":[],\"data_offsets\":[0,1]}}", new byte[1]),
        what
            + "a dtype of F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, U64, I32, U32, I16, U16, I8,"
            + " U8, BOOL\n"
            + "  got: \"F8\"");
    refused(
        file("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,1]}}", new byte[1]),
        what + "shape as a list of sizes\n  got: nothing");
    refused(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,1]}}", new byte[1]),
        what + "sizes of 0 to 2147483647\n  got: -1");
    refused(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", new byte[1]),
        what + "data_offsets as a list of begin and end\n  got: a list");
    refused(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,\"8\"]}}", new byte[8]),
        what + "data_offsets of at least 0\n  got: \"8\"");
    refused(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", new byte[4]),
        what + "8 bytes for F32 [2]\n  got: data_offsets 0 to 4");
    String huge = "[2000000000,2000000000,2000000000]";
    refused(
        file(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":" + huge + ",\"data_offsets\":[0,4]}}",
            new byte[4]),
        what + "a shape that fits the file\n  got: data_offsets 0 to 4");
    refused(
        file("{\"__metadata__\":{\"format\":1}}", new byte[0]),
        "the metadata 'format' is broken\n  expected: a text\n  got: 1");
  }

  @Test
  void refusesOverlapsHolesAndRemains() throws IOException {
    String two = "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":%s}";
    String b = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[%d,%d]}";
    refused(
        file(two.formatted(b.formatted(3, 7)), new byte[7]),
        "the tensor 'b' overlaps another one\n"
            + "  expected: values from byte 117 on\n"
            + "  got: values from byte 116 on");
    refused(
        file(two.formatted(b.formatted(5, 9)), new byte[9]),
        "the tensor 'b' leaves a hole before it\n"
            + "  expected: values from byte 117 on\n"
            + "  got: values from byte 118 on");
    refused(
        file(two.formatted(b.formatted(4, 8)), new byte[9]),
        "there is something behind the last tensor\n"
            + "  expected: a file of 121 bytes\n"
            + "  got: 122 bytes");
  }

  @Test
  void namesAllTensorsThatDontFit() {
    Path file = folder.resolve("a.safetensors");
    SafetensorsWriter.write(
        file,
        parameters(
            variable("conv1.weight", Layout.CONVOLUTION, 3, 3, 1, 8),
            variable("conv1.bias", Layout.PLAIN, 8)));
    WeightSource source = WeightSource.open(file);
    Variable optimiser =
        new Variable("m", Shape.of(1), Role.OPTIMISER, Layout.PLAIN, Initialiser.ZERO);
    List<Variable> wanted =
        List.of(
            variable("conv1.weight", Layout.CONVOLUTION, 3, 3, 1, 16),
            variable("conv1.bias", Layout.PLAIN, 8),
            variable("conv2.bias", Layout.PLAIN, 4),
            variable("x", Layout.DENSE, 4, 10),
            optimiser);
    assertThatThrownBy(() -> source.check(wanted))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            file
                + ": the file does not hold the weights of this network\n"
                + "  expected: 4 tensors with the network's names and shapes\n"
                + "  got: \n"
                + "    'conv1.weight' as 8x1x3x3, not 16x1x3x3\n"
                + "    no 'conv2.bias' (4), but 'conv1.bias'\n"
                + "    no 'x' (10x4)\n"
                + "  fix: take the network that the file was written for");
  }
}
