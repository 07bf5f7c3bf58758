package dev.loupe.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.loupe.formats.ProtobufWriter;
import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Broken and hostile files end in an error with the file and the byte, never in another exception.
final class HostileOnnxTest {
  private static void readOrRefuse(byte[] bytes) {
    try {
      OnnxModel model = OnnxReader.read("hostile.onnx", ByteBuffer.wrap(bytes));
      OnnxImport.of(model, Optional.empty());
    } catch (LoupeException e) {
      assertThat(e.getMessage()).isNotBlank();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail("a file that is broken so: " + Arrays.toString(Arrays.copyOf(bytes, 64)), e);
    }
  }

  private static byte[] small() throws IOException {
    return Files.readAllBytes(SharedData.file("model-refs/mnist-8").resolve("model.onnx"));
  }

  @Test
  void filesThatAreCutShort() throws IOException {
    byte[] whole = small();
    for (int length = 0; length < whole.length; length += length < 4000 ? 1 : 97) {
      readOrRefuse(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void filesWithChangedBytes() throws IOException {
    byte[] whole = small();
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      byte[] changed = whole.clone();
      for (int k = 0; k < 1 + i % 3; k++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      readOrRefuse(changed);
    }
  }

  @Test
  void randomBytes() {
    Random random = new Random(12);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      readOrRefuse(bytes);
    }
  }

  @Test
  void messagesThatAreNestedTooDeep() {
    ProtobufWriter graph = new ProtobufWriter();
    for (int i = 0; i < 1000; i++) {
      ProtobufWriter attribute = new ProtobufWriter().string(1, "body").message(6, graph);
      ProtobufWriter node = new ProtobufWriter().message(5, attribute);
      graph = new ProtobufWriter().message(1, node);
    }
    byte[] bytes = new ProtobufWriter().varint(1, 8).message(7, graph).bytes();
    assertThatThrownBy(() -> OnnxReader.read("deep.onnx", ByteBuffer.wrap(bytes)))
        .isInstanceOf(LoupeException.class)
        .hasMessageMatching(
            "deep.onnx: broken at byte \\d+: messages are nested more than 100 deep");
  }

  @Test
  void lengthsThatNoFileHas() {
    byte[] bytes = {8, 8, 0x3A, -1, -1, -1, -1, -1, -1, -1, -1, 0x7F};
    assertThatThrownBy(() -> OnnxReader.read("long.onnx", ByteBuffer.wrap(bytes)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "long.onnx: broken at byte 12: the field 7 is 9223372036854775807 bytes long, but only"
                + " 0 follow");
  }

  @Test
  void tensorsThatDoNotFitTheirShape() {
    ProtobufWriter tensor =
        new ProtobufWriter().varint(1, 3).varint(2, 1).string(8, "w").bytes(9, new byte[8]);
    byte[] bytes =
        new ProtobufWriter()
            .varint(1, 8)
            .message(7, new ProtobufWriter().message(5, tensor))
            .bytes();
    assertThatThrownBy(() -> OnnxReader.read("w.onnx", ByteBuffer.wrap(bytes)))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("w.onnx: broken at byte")
        .hasMessageContaining("the tensor 'w' does not fit its shape")
        .hasMessageContaining("12 bytes for FLOAT [3]");
  }

  @Test
  void tensorsOfFilesElsewhere() {
    ProtobufWriter location =
        new ProtobufWriter().string(1, "location").string(2, "../../etc/passwd");
    ProtobufWriter tensor =
        new ProtobufWriter()
            .varint(1, 1)
            .varint(2, 1)
            .string(8, "w")
            .message(13, location)
            .varint(14, 1);
    byte[] bytes =
        new ProtobufWriter()
            .varint(1, 8)
            .message(7, new ProtobufWriter().message(5, tensor))
            .bytes();
    assertThatThrownBy(() -> OnnxReader.read("w.onnx", ByteBuffer.wrap(bytes)))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("lie in another file");
  }

  @Test
  void graphsInACircle() {
    List<OnnxNode> nodes =
        List.of(
            new OnnxNode("a", "", "Add", List.of("x", "q"), List.of("p"), Map.of()),
            new OnnxNode("b", "", "Relu", List.of("p"), List.of("q"), Map.of()));
    OnnxValueInfo x =
        new OnnxValueInfo(
            "x",
            Optional.of(OnnxType.FLOAT),
            Optional.of(List.of(new OnnxDim.Fixed(1), new OnnxDim.Fixed(2))));
    OnnxValueInfo q = new OnnxValueInfo("q", Optional.empty(), Optional.empty());
    OnnxGraph graph = new OnnxGraph("g", nodes, List.of(), List.of(x), List.of(q), List.of());
    OnnxModel model = new OnnxModel(8, "", Map.of("", 17L), graph, List.of(), Map.of());
    assertThatThrownBy(() -> OnnxImport.of(model, Optional.empty()))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("nothing computes the value 'q'");
  }
}
