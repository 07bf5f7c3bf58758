package dev.loupe.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written is read again as it was.
final class OnnxWriterTest {
  @TempDir Path folder;

  private static final OnnxTensor WEIGHT = OnnxTensor.of("conv.weight", List.of(2, 1), 1.5f, -2f);

  private static OnnxValueInfo value(String name, OnnxDim... dims) {
    return new OnnxValueInfo(name, Optional.of(OnnxType.FLOAT), Optional.of(List.of(dims)));
  }

  private static OnnxGraph graph(OnnxNode... nodes) {
    return new OnnxGraph(
        "größe",
        List.of(nodes),
        List.of(
            WEIGHT,
            OnnxTensor.of("axes", List.of(2), 1L, -1L),
            OnnxTensor.of("none", List.of(0), new long[0]),
            OnnxTensor.of("scalar", List.of(), Float.MIN_VALUE),
            new OnnxTensor("half", OnnxType.FLOAT16, List.of(1), ByteBuffer.wrap(new byte[2]))),
        List.of(
            value("x", new OnnxDim.Named("batch"), new OnnxDim.Fixed(3)),
            new OnnxValueInfo("y", Optional.empty(), Optional.empty())),
        List.of(value("z", new OnnxDim.Free())),
        List.of(value("scalar")));
  }

  private static OnnxModel model() {
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
    attributes.put("real", new OnnxAttribute.Real(-0.1f));
    attributes.put("whole", new OnnxAttribute.Whole(-3));
    attributes.put("zero", new OnnxAttribute.Whole(0));
    attributes.put("text", new OnnxAttribute.Text("nearest"));
    attributes.put("reals", new OnnxAttribute.Reals(List.of(1f, 2.5f)));
    attributes.put("wholes", new OnnxAttribute.Wholes(List.of(1L << 40, -1L)));
    attributes.put("texts", new OnnxAttribute.Texts(List.of("a", "")));
    attributes.put("no wholes", new OnnxAttribute.Wholes(List.of()));
    attributes.put("values", new OnnxAttribute.Values(WEIGHT));
    OnnxNode inner = new OnnxNode("", "", "Relu", List.of("x"), List.of("r"), Map.of());
    attributes.put("body", new OnnxAttribute.Body(graph(inner)));
    OnnxNode node =
        new OnnxNode("/a/Op", "own", "Op", List.of("x", "", "axes"), List.of("z"), attributes);
    OnnxNode called =
        new OnnxNode(
            "",
            "",
            "Elu",
            List.of("a"),
            List.of("b"),
            Map.of("alpha", new OnnxAttribute.Reference("slope")));
    OnnxFunction function =
        new OnnxFunction(
            "own",
            "Op",
            List.of("a"),
            List.of("b"),
            Map.of("slope", new OnnxAttribute.Real(1)),
            List.of(called));
    Map<String, Long> opsets = new LinkedHashMap<>();
    opsets.put("", 17L);
    opsets.put("own", 1L);
    return new OnnxModel(
        8, "loupe", opsets, graph(node, inner), List.of(function), Map.of("classes", "[\"a\"]"));
  }

  @Test
  void everythingIsReadAsItWasWritten() {
    OnnxModel model = model();
    OnnxModel again = OnnxReader.read("model", ByteBuffer.wrap(OnnxWriter.bytes(model)));
    assertThat(again).isEqualTo(model);
  }

  @Test
  void aFileHasTheBytesOfTheModel() throws IOException {
    Path file = folder.resolve("new/model.onnx");
    OnnxWriter.write(file, model());
    assertThat(Files.readAllBytes(file)).isEqualTo(OnnxWriter.bytes(model()));
    assertThat(OnnxReader.read(file)).isEqualTo(model());
  }

  /// More than the writer takes at a time.
  @Test
  void longTensorsAreWrittenWhole() {
    float[] values = new float[100_003];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    OnnxGraph graph =
        new OnnxGraph(
            "g",
            List.of(),
            List.of(OnnxTensor.of("w", List.of(values.length), values)),
            List.of(),
            List.of(),
            List.of());
    OnnxModel model = new OnnxModel(8, "loupe", Map.of("", 17L), graph, List.of(), Map.of());
    OnnxModel again = OnnxReader.read("model", ByteBuffer.wrap(OnnxWriter.bytes(model)));
    assertThat(again.graph().initializers().getFirst().floats()).isEqualTo(values);
  }
}
