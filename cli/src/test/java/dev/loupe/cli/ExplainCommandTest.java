package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.models.Models;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.GlobalAveragePool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import dev.loupe.train.Model;
import dev.loupe.train.ModelInfo;
import dev.loupe.train.Preprocessing;
import dev.loupe.train.Run;
import dev.loupe.train.Task;
import dev.loupe.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `loupe explain` on a network that has learned a little.
final class ExplainCommandTest {
  @TempDir private static Path folder = Path.of("");

  private static String run = "";
  private static String digit = "";

  @BeforeAll
  static void train() {
    Splits digits = Digits.splits(256, 16);
    Path made = folder.resolve("run");
    Trainer.of(Models.get("lenet5").network(digits.train().shape(), 10))
        .name("lenet5")
        .epochs(1)
        .out(made)
        .train(digits);
    run = made.toString();
    digit = SampleFiles.write(digits.test(), folder.resolve("samples")).getFirst().toString();
  }

  private static Shell explain(String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "explain";
    words[1] = run;
    words[2] = digit;
    System.arraycopy(more, 0, words, 3, more.length);
    return Shell.run(folder, words);
  }

  private static String out(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void writesMapsAndAPage() throws IOException {
    Shell shell = explain("--method", "gradcam", "--method", "saliency", "--out", out("two"));
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    String name = String.valueOf(Path.of(digit).getFileName());
    assertThat(folder.resolve("two/" + name + "-gradcam.png")).isRegularFile();
    assertThat(folder.resolve("two/" + name + "-saliency.png")).isRegularFile();
    assertThat(Files.readString(folder.resolve("two/explain.html")))
        .contains("Why lenet5 answers as it does", "probability", "saliency of ");
  }

  @Test
  void judgesMapsAndPrintsFigures() {
    Shell shell =
        explain("--method=integrated:steps=8", "--class=3", "--check", "--json", "--out", out("j"));
    assertThat(shell.code()).isZero();
    assertThat(shell.out())
        .startsWith("[{\"file\":")
        .contains("\"target\":\"3\"", "\"completeness_gap\":", "\"deletion_random\":")
        .contains("\"depends_on_weights\":");
  }

  @Test
  void explainsTransformers() throws IOException {
    Splits digits = Digits.splits(64, 16);
    Path made = folder.resolve("transformer");
    Trainer.of(Models.get("cct-2-3x2:width=16").network(digits.train().shape(), 10))
        .name("cct")
        .epochs(1)
        .out(made)
        .train(digits);
    String onnx = out("cct.onnx");
    assertThat(Shell.run(folder, "export", made.toString(), "--onnx=" + onnx).code()).isZero();
    for (String network : new String[] {made.toString(), onnx}) {
      String[] words = {
        "explain",
        network,
        digit,
        "--method=rollout",
        "--method=attention:block=0,head=1",
        "--method=attention",
        "--method=gradient-attention",
        "--method=gradcam",
        "--size=28",
        "--out",
        out("t")
      };
      Shell shell = Shell.run(folder, words);
      assertThat(shell.err()).isEmpty();
      assertThat(shell.code()).isZero();
    }
    String name = String.valueOf(Path.of(digit).getFileName());
    for (String map : List.of("rollout", "attention", "attention-2", "gradient-attention")) {
      assertThat(folder.resolve("t/" + name + "-" + map + ".png")).isRegularFile();
    }
    assertThat(Files.readString(folder.resolve("t/explain.html"))).contains("rollout of ");
  }

  @Test
  void explainsWhatIsInside() {
    Shell shell = explain("--target=channel:3:2", "--method=saliency", "--out", out("inside"));
    assertThat(shell.code()).isZero();
    assertThat(shell.out()).contains("channel 2 of 3 by saliency: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"40x2", "6x8x7x1"})
  void explainsSignalsAndVolumes(String input) throws IOException {
    Network network =
        new Network(
            Shape.parse(input),
            Sequential.of(Conv.of(4, 3), Nonlinearity.RELU, GlobalAveragePool.of(), Dense.of(2)));
    Parameters parameters = Parameters.of(network.inference(1), ParameterSource.random(Seed.of(3)));
    ModelInfo info =
        new ModelInfo(
            "small",
            new Task.Classification(),
            List.of("a", "b"),
            Preprocessing.none(network.input()),
            Optional.empty(),
            Optional.empty());
    Path made = folder.resolve(input);
    Run.save(made, Model.of(network, parameters, info));
    StringBuilder values = new StringBuilder("0.5");
    for (int i = 1; i < network.input().length(); i++) {
      values.append(',').append(Seed.of(4).gaussian(i));
    }
    Path sample = Files.writeString(folder.resolve(input + ".csv"), values);
    Path out = folder.resolve(input + "-why");
    Shell shell =
        Shell.run(
            folder,
            "explain",
            made.toString(),
            sample.toString(),
            "--method=all",
            "--out",
            out.toString());
    assertThat(shell.err()).isEmpty();
    assertThat(shell.code()).isZero();
    assertThat(out.resolve(input + ".csv-integrated.png")).isRegularFile();
    assertThat(Files.readString(out.resolve("explain.html"))).contains("The values add up to ");
  }

  @Test
  void mistakesAreNamed() {
    refuses(
        explain("--class=x", "--out", out("e")),
        "loupe: unknown class 'x'\n  expected: one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9\n");
    refuses(
        explain("--method=gradcan", "--out", out("e")),
        "loupe: unknown method 'gradcan'\n  expected: one of saliency, ");
    refuses(
        explain("--method=rollout", "--out", out("e")),
        "loupe: the network has no attention\n"
            + "  expected: a transformer over patches of its input, such as vit-tiny\n"
            + "  fix: take a transformer, or a method for any network, such as gradcam\n");
    refuses(
        explain("--layer=7", "--out", out("e")),
        "loupe: the layer '7' has no places to make a map of\n"
            + "  expected: a layer of 2 axes and channels\n  got: 120\n"
            + "  fix: take an earlier layer, such as '4'\n");
    refuses(
        explain("--target=channel:3:16", "--method=saliency", "--out", out("e")),
        "loupe: the layer '3' has no channel 16\n  expected: an index from 0 to 15\n  got: 16\n");
    refuses(
        explain("--target=class:3", "--out", out("e")),
        "loupe: this is no target\n"
            + "  expected: output:INDEX, channel:LAYER:INDEX or neuron:LAYER:INDEX\n"
            + "  got: 'class:3'\n");
    refuses(
        explain("--class=3", "--target=output:3", "--out", out("e")),
        "loupe: --class and --target both say what is explained\n  fix: leave one of them out\n");
  }

  private static void refuses(Shell shell, String message) {
    assertThat(shell.code()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).startsWith(message).doesNotContain("\tat ");
  }
}
