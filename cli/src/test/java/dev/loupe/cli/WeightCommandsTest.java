package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.array.NpyFile;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Filter;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.PictureFile;
import dev.loupe.data.image.ResizeMode;
import dev.loupe.data.image.Resized;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.Preprocessing;
import dev.loupe.train.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `loupe import`, `export` and `run`.
final class WeightCommandsTest {
  @TempDir Path folder;

  private Shell loupe(String... arguments) {
    return Shell.run(folder, arguments);
  }

  private String place(String name) {
    return folder.resolve(name).toString();
  }

  private void exported() {
    Shell shell =
        loupe(
            "export",
            "lenet5",
            "--seed=7",
            "--config",
            "--safetensors=" + place("a/m.safetensors"));
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out())
        .contains("written: " + place("a/m.safetensors"))
        .contains("config.json")
        .contains("preprocessor_config.json");
  }

  @Test
  void weightsGoOutAndComeInAsTheyWere() throws IOException {
    exported();
    // The network is the one that config.json names.
    Shell shell = loupe("import", place("a/m.safetensors"), "--out=" + place("run"));
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out())
        .startsWith(
            place("run") + ": lenet5 with 61,706 parameters, samples of 28x28x1, 10 classes")
        .contains("./loupe predict " + place("run"));
    Tensor x = Tensor.zeros(Shape.of(2, 1, 28, 28));
    for (int i = 0; i < x.length(); i++) {
      x.set(i, i % 13 / 13f);
    }
    NpyFile.write(folder.resolve("x.npy"), x);
    for (String[] network :
        List.of(new String[] {"lenet5", "--seed=7"}, new String[] {place("run")})) {
      String[] both = {
        "run", network[0], "--input=" + place("x.npy"), "--output=" + place("y.npy")
      };
      String[] all = java.util.Arrays.copyOf(both, both.length + network.length - 1);
      System.arraycopy(network, 1, all, both.length, network.length - 1);
      Shell ran = loupe(all);
      assertThat(ran.err()).isEmpty();
      assertThat(ran.out()).isEqualTo(place("y.npy") + ": logits 2x10\n");
      Files.move(folder.resolve("y.npy"), folder.resolve(network.length + ".npy"));
    }
    assertThat(folder.resolve("1.npy")).hasSameBinaryContentAs(folder.resolve("2.npy"));
    assertThat(loupe("summary", place("run")).code()).isZero();
    Shell again = loupe("import", place("a/m.safetensors"), "--out=" + place("run"));
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("there is a run already");
  }

  @Test
  void layoutsAndArchivesSayTheSame() {
    Tensor first = Tensor.zeros(Shape.of(1, 3, 32, 32));
    Tensor last = Tensor.zeros(Shape.of(1, 32, 32, 3));
    for (int c = 0; c < 3; c++) {
      for (int p = 0; p < 1024; p++) {
        float value = (c * 1024 + p) % 11 / 11f;
        first.set(c * 1024 + p, value);
        last.set(p * 3 + c, value);
      }
    }
    NpyFile.write(folder.resolve("first.npy"), first);
    NpyFile.write(folder.resolve("last.npy"), last);
    String net = "resnet9:width=8";
    assertThat(
            loupe("run", net, "--input=" + place("first.npy"), "--output=" + place("1.npy")).err())
        .isEmpty();
    assertThat(
            loupe(
                    "run",
                    net,
                    "--layout=nhwc",
                    "--input=" + place("last.npy"),
                    "--output=" + place("2.npz"),
                    "--json")
                .out())
        .contains("\"logits\":[1,10]");
    assertThat(NpyFile.read(folder.resolve("1.npy")).floats())
        .isEqualTo(
            dev.loupe.data.array.NpzFile.open(folder.resolve("2.npz")).read("logits").floats());
    assertThat(
            loupe("run", net, "--input=" + place("first.npy"), "--output=" + place("1.txt")).err())
        .contains("arrays are written as .npy or .npz");
    assertThat(
            loupe("run", net, "--layout=hwc", "--input=" + place("first.npy"), "--output=1.npy")
                .err())
        .contains("--layout: unknown value 'hwc'");
  }

  @Test
  void preprocessingIsKept() throws IOException {
    exported();
    Files.delete(folder.resolve("a/config.json"));
    Files.delete(folder.resolve("a/preprocessor_config.json"));
    String names = "n00000001 one, first\n" + "n00000002 x\n".repeat(9);
    Files.writeString(folder.resolve("names.txt"), names);
    Shell shell =
        loupe(
            "import",
            place("a/m.safetensors"),
            "--model=lenet5",
            "--out=" + place("run"),
            "--size=32x32",
            "--crop=0.875",
            "--resize-mode=squash",
            "--filter=lanczos",
            "--range=0..255",
            "--mean=51",
            "--classes=" + place("names.txt"));
    assertThat(shell.err()).isEmpty();
    Preprocessing p = Run.open(folder.resolve("run")).preprocessing();
    assertThat(p.input()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(p.mean()).containsExactly(0.2f);
    assertThat(p.deviation()).containsExactly(1 / 255f);
    assertThat(p.pictures())
        .contains(
            new Preprocessing.Pictures(
                Colour.GREY,
                ResizeMode.SQUASH,
                Filter.LANCZOS,
                java.util.Optional.of(new Resized(32, 32))));
    assertThat(Run.open(folder.resolve("run")).classes()).startsWith("one, first", "x");
    PictureFile.write(Image.black(40, 30, 3), folder.resolve("black.png"));
    Shell answered = loupe("predict", place("run"), place("black.png"), "--top=1");
    assertThat(answered.err()).isEmpty();
    assertThat(answered.out()).contains("black.png: ");
  }

  @Test
  void whatCannotBeIsSaid() {
    exported();
    assertThat(loupe("import", place("a/none.pt"), "--model=lenet5", "--out=" + place("b")).err())
        .contains("there is no such file");
    assertThat(
            loupe("import", place("a/m.safetensors"), "--model=resnet20", "--out=" + place("b"))
                .err())
        .contains("the file does not hold the weights of this network");
    for (List<String> wrong :
        List.of(
            List.of("--mean=1,2", "--mean does not fit the network"),
            List.of("--std=0", "--std is out of range"),
            List.of("--crop=0.5", "--crop needs --size"),
            List.of("--colour=bgr", "--colour does not fit the network"),
            List.of("--filter=box", "--filter: unknown value 'box'"),
            List.of("--range=1..2", "--range is unknown"))) {
      Shell shell = loupe("import", place("a/m.safetensors"), "--out=" + place("b"), wrong.get(0));
      assertThat(shell.code()).isEqualTo(2);
      assertThat(shell.err()).contains(wrong.get(1));
    }
    assertThat(loupe("export", "lenet5").err()).contains("there is nothing to write");
    for (String command : List.of("import", "export", "run")) {
      assertThat(loupe(command, "--help").out()).contains("Usage: loupe " + command);
    }
  }
}
