package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.array.NpyFile;
import dev.loupe.data.array.NpzFile;
import dev.loupe.formats.ProtobufWriter;
import dev.loupe.formats.onnx.OnnxDim;
import dev.loupe.formats.onnx.OnnxGraph;
import dev.loupe.formats.onnx.OnnxModel;
import dev.loupe.formats.onnx.OnnxNode;
import dev.loupe.formats.onnx.OnnxType;
import dev.loupe.formats.onnx.OnnxValueInfo;
import dev.loupe.formats.onnx.OnnxWriter;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// ONNX files on the command line.
final class OnnxCommandsTest {
  @TempDir Path folder;

  private Shell loupe(String... arguments) {
    return Shell.run(folder, arguments);
  }

  private String place(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeEach
  void exported() {
    Shell shell = loupe("export", "lenet5", "--seed=7", "--onnx=" + place("m.onnx"));
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out()).isEqualTo("written: " + place("m.onnx") + "\n");
  }

  private float[] logits(String... network) {
    Tensor x = Tensor.zeros(Shape.of(3, 1, 28, 28));
    for (int i = 0; i < x.length(); i++) {
      x.set(i, i % 13 / 13f);
    }
    NpyFile.write(folder.resolve("x.npy"), x);
    String[] all = java.util.Arrays.copyOf(network, network.length + 3);
    all[network.length] = "--input=" + place("x.npy");
    all[network.length + 1] = "--output=" + place("y.npy");
    all[network.length + 2] = "--quiet";
    Shell ran = loupe(all);
    assertThat(ran.err()).isEmpty();
    return NpyFile.read(folder.resolve("y.npy")).tensor().toArray();
  }

  @Test
  void anOnnxFileIsWhereARunIs() {
    float[] own = logits("run", "lenet5", "--seed=7");
    assertThat(logits("run", place("m.onnx"))).usingComparatorWithPrecision(1e-5f).isEqualTo(own);
    Shell imported = loupe("import", place("m.onnx"), "--out=" + place("run"));
    assertThat(imported.err()).isEmpty();
    assertThat(imported.out())
        .startsWith(
            place("run") + ": lenet5 with 61,706 parameters, samples of 28x28x1, 10 classes");
    assertThat(logits("run", place("run"))).usingComparatorWithPrecision(1e-5f).isEqualTo(own);
    for (String model : List.of(place("m.onnx"), place("run"))) {
      assertThat(loupe("summary", model).out()).contains("61,706");
      Shell judged = loupe("eval", model, "--data=digits", "--bootstrap=0", "--json");
      assertThat(judged.err()).isEmpty();
      assertThat(judged.out()).contains("\"accuracy\"");
    }
  }

  @Test
  void whatWasImportedIsWrittenAgain() {
    loupe("import", place("m.onnx"), "--out=" + place("run"));
    Shell again = loupe("export", place("run"), "--onnx=" + place("again.onnx"));
    assertThat(again.err()).isEmpty();
    assertThat(logits("run", place("again.onnx")))
        .usingComparatorWithPrecision(1e-5f)
        .isEqualTo(logits("run", place("m.onnx")));
  }

  @Test
  void aTrainingGoesOnFromAFile() {
    Shell trained =
        loupe(
            "train",
            "--model=" + place("m.onnx"),
            "--data=digits",
            "--epochs=1",
            "--lr=0.02",
            "--quiet",
            "--out=" + place("run"));
    assertThat(trained.err()).isEmpty();
    assertThat(Run.open(folder.resolve("run")).info().name()).isEqualTo("m");
    Shell unfit = loupe("train", "--model=" + place("m.onnx"), "--data=beats");
    assertThat(unfit.code()).isEqualTo(2);
  }

  @Test
  void mistakesAreTold() throws IOException {
    assertThat(loupe("export", "lenet5").err())
        .isEqualTo(
            """
            loupe: there is nothing to write
              fix: add --onnx FILE or --safetensors FILE
            """);
    Shell named = loupe("import", place("m.onnx"), "--model=lenet5", "--out=" + place("run"));
    assertThat(named.code()).isEqualTo(2);
    assertThat(named.err()).contains("an ONNX file holds its network");
    Files.write(folder.resolve("broken.onnx"), new byte[] {8, 8, 0x3A, 100});
    for (String command : List.of("summary", "eval", "predict")) {
      Shell broken = loupe(command, place("broken.onnx"), place("x.png"));
      broken = command.equals("predict") ? broken : loupe(command, place("broken.onnx"));
      assertThat(broken.code()).isEqualTo(2);
      assertThat(broken.err()).contains("broken.onnx: broken at byte 4");
    }
  }

  private static OnnxValueInfo value(String name, int... dims) {
    List<OnnxDim> list =
        java.util.Arrays.stream(dims).mapToObj(d -> (OnnxDim) new OnnxDim.Fixed(d)).toList();
    return new OnnxValueInfo(name, Optional.of(OnnxType.FLOAT), Optional.of(list));
  }

  private void sum(Path into) throws IOException {
    Files.createDirectories(into);
    OnnxNode add = new OnnxNode("sum", "", "Add", List.of("a", "b"), List.of("c"), Map.of());
    OnnxGraph graph =
        new OnnxGraph(
            "g",
            List.of(add),
            List.of(),
            List.of(value("a", 2), value("b", 2)),
            List.of(value("c", 2)),
            List.of());
    OnnxWriter.write(
        into.resolve("model.onnx"),
        new OnnxModel(8, "test", Map.of("", 17L), graph, List.of(), Map.of()));
  }

  @Test
  void severalArraysGoInByName() throws IOException {
    sum(folder);
    NpzFile.write(
        folder.resolve("in.npz"),
        Map.of("a", Tensor.of(Shape.of(2), 1f, 2f), "b", Tensor.of(Shape.of(2), 10f, 20f)));
    Shell ran =
        loupe(
            "run",
            place("model.onnx"),
            "--input=" + place("in.npz"),
            "--output=" + place("out.npz"));
    assertThat(ran.err()).isEmpty();
    try (NpzFile out = NpzFile.open(folder.resolve("out.npz"))) {
      assertThat(out.read("c").tensor().toArray()).containsExactly(11f, 22f);
    }
    NpzFile.write(folder.resolve("in.npz"), Map.of("a", Tensor.of(Shape.of(2), 1f, 2f)));
    Shell lacking =
        loupe(
            "run",
            place("model.onnx"),
            "--input=" + place("in.npz"),
            "--output=" + place("out.npz"));
    assertThat(lacking.code()).isEqualTo(2);
  }

  private static byte[] tensor(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new ProtobufWriter()
        .varint(1, values.length)
        .varint(2, 1)
        .bytes(9, bytes.array())
        .bytes();
  }

  private void verified(String name, float... expected) throws IOException {
    Path into = folder.resolve("cases").resolve(name);
    sum(into);
    Path set = Files.createDirectories(into.resolve("test_data_set_0"));
    Files.write(set.resolve("input_0.pb"), tensor(1, 2));
    Files.write(set.resolve("input_1.pb"), tensor(10, 20));
    Files.write(set.resolve("output_0.pb"), tensor(expected));
  }

  @Test
  void casesPassFailAndAreRefused() throws IOException {
    verified("right", 11, 22);
    Shell passed = loupe("verify", place("cases"));
    assertThat(passed.code()).isZero();
    assertThat(passed.out()).startsWith("passed 1, failed 0, refused 0 of 1");
    verified("wrong", 11, 23);
    Path unknown = Files.createDirectories(folder.resolve("cases/unknown"));
    Files.write(unknown.resolve("model.onnx"), new byte[] {1, 2, 3});
    Shell failed = loupe("verify", place("cases"));
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.out())
        .contains("failed  " + place("cases/wrong"))
        .contains("the output 'c' differs at the index 1; expected: 23.0; got: 22.0")
        .contains("refused  " + place("cases/unknown"))
        .contains("passed 1, failed 1, refused 1 of 3");
    String json = loupe("verify", place("cases"), "--json").out();
    assertThat(json)
        .contains("\"passed\" : 1")
        .contains("\"failed\" : 1")
        .contains("\"refused\" : 1")
        .contains("\"reason\"");
    assertThat(loupe("verify", place("nowhere")).code()).isEqualTo(2);
  }
}
