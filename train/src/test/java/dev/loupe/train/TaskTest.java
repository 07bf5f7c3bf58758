package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Blobs;
import dev.loupe.data.Card;
import dev.loupe.data.Dataset;
import dev.loupe.data.RandomFlip;
import dev.loupe.data.Splits;
import dev.loupe.data.Target;
import dev.loupe.nn.Conv;
import dev.loupe.nn.CrossEntropy;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.Layer;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.TaskFigures.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not classification: labels, values and maps, from training to prediction.
final class TaskTest {
  @TempDir Path folder;

  private static Layer pixels(int classes) {
    return Sequential.of(
        Conv.of(12, 5), Nonlinearity.RELU, Conv.of(12, 3), Nonlinearity.RELU, Conv.of(classes, 1));
  }

  /// The quarters of [Tiny] told by numbers: how far down and how far right the bright one is.
  static Dataset quarters(int size, Target target, float scale) {
    Dataset pictures = Tiny.data("quarters" + target, size, i -> i % 4);
    return new Dataset() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Shape shape() {
        return pictures.shape();
      }

      @Override
      public List<String> classes() {
        return List.of("low", "right");
      }

      @Override
      public Target target() {
        return target;
      }

      @Override
      public int label(int index) {
        return 0;
      }

      @Override
      public void readTarget(int index, Tensor into) {
        into.set(0, index % 4 >= 2 ? scale : 0);
        into.set(1, index % 2 == 1 ? scale : 0);
      }

      @Override
      public void read(int index, Tensor into) {
        pictures.read(index, into);
      }

      @Override
      public Card card() {
        return pictures.card();
      }
    };
  }

  private static Network two() {
    return new Network(
        Tiny.SHAPE, Sequential.of(Conv.of(4, 3), Nonlinearity.RELU, Flatten.of(), Dense.of(2)));
  }

  private Trainer trainer(Network network, Dataset train) {
    return Trainer.of(network).task(Task.of(train)).batch(16).epochs(6).threads(1);
  }

  @Test
  void mapsAreLearnedSavedAndAnswered() {
    // SEGMENT
    Splits blobs = Blobs.splits(240, 60, Shape.of(32, 32, 1));
    Network network =
        new Network(
            blobs.train().shape(),
            Sequential.of(
                Conv.of(12, 5),
                Nonlinearity.RELU,
                Conv.of(12, 3),
                Nonlinearity.RELU,
                Conv.of(blobs.train().classes().size(), 1)));
    Run run = Trainer.of(network).task(new Task.Segmentation()).batch(16).out(folder).train(blobs);
    TaskFigures figures = run.model().evaluate(blobs.test()).figures().orElseThrow();
    double dice = figures.value("mean Dice");
    Tensor picture = Tensor.zeros(Shape.of(32, 32, 1));
    blobs.test().read(0, picture);
    Tensor map = run.model().segment(picture); // of any size: by overlapping windows
    // SEGMENT
    assertThat(dice).isGreaterThan(0.8);
    assertThat(map.shape()).isEqualTo(Shape.of(32, 32));
    Model again = Run.open(folder);
    assertThat(again.info().task()).isEqualTo(new Task.Segmentation());
    assertThat(again.evaluate(blobs.test()))
        .isEqualTo(run.model().info().evaluation().orElseThrow());
    assertThat(figures.parts()).extracting(Part::name).containsExactly("ground", "bright", "dark");
    Tensor probabilities = again.predict(picture.reshape(Shape.of(1, 32, 32, 1)));
    assertThat(probabilities.shape()).isEqualTo(Shape.of(1, 32, 32, 3));
    assertThat(probabilities.get(0) + probabilities.get(1) + probabilities.get(2))
        .isBetween(0.9999f, 1.0001f);
    assertThatThrownBy(() -> again.classify(picture)).isInstanceOf(LoupeException.class);
  }

  @Test
  void volumesAreSegmentedToo() {
    Splits blobs = Blobs.splits(64, 16, Shape.of(12, 12, 12, 1));
    Network network = new Network(blobs.train().shape(), pixels(3));
    Run run = trainer(network, blobs.train()).batch(4).epochs(12).train(blobs);
    assertThat(run.model().info().evaluation().orElseThrow().choice()).isGreaterThan(0.6);
    Tensor large = Tensor.zeros(Shape.of(20, 9, 13, 1));
    assertThat(run.model().segment(large).shape()).isEqualTo(Shape.of(20, 9, 13));
  }

  @Test
  void windowsGiveWhatTheWholeGivesWhereNothingIsSeenBeyond() {
    // A convolution of 1x1 sees one place: windows can't differ from the whole.
    Splits small = Blobs.splits(16, 4, Shape.of(8, 8, 1));
    Network network = new Network(Shape.of(8, 8, 1), Sequential.of(Conv.of(3, 1)));
    Model model = trainer(network, small.train()).train(small).model();
    Tensor large = Tensor.zeros(Shape.of(21, 13, 1));
    Blobs.splits(1, 1, large.shape()).train().read(0, large);
    Tensor map = model.segment(large);
    for (int y = 0; y < 21; y++) {
      for (int x = 0; x < 13; x++) {
        Tensor place = Tensor.zeros(Shape.of(1, 8, 8, 1));
        place.fill(large.get(y * 13 + x));
        Tensor p = model.predict(place);
        int best = p.get(0) >= p.get(1) && p.get(0) >= p.get(2) ? 0 : p.get(1) >= p.get(2) ? 1 : 2;
        assertThat((int) map.get(y * 13 + x)).isEqualTo(best);
      }
    }
  }

  @Test
  void labelsAreJudgedOneByOne() {
    Dataset train = quarters(160, Target.LABELS, 1);
    Dataset test = quarters(80, Target.LABELS, 1);
    Run run = trainer(two(), train).out(folder).train(new Splits(train, test));
    Evaluation e = run.model().info().evaluation().orElseThrow();
    assertThat(e.choice()).isGreaterThan(0.97);
    TaskFigures figures = e.figures().orElseThrow();
    assertThat(figures.value("mean AUROC")).isEqualTo(e.choice());
    assertThat(figures.value("exact match")).isBetween(0.8, 1.0);
    assertThat(figures.parts()).extracting(Part::count).containsExactly(40L, 40L);
    Tensor sample = Tensor.zeros(Tiny.SHAPE.prepend(1));
    test.read(3, sample.item(0));
    Tensor p = Run.open(folder).predict(sample);
    assertThat(p.toArray()).hasSize(2);
    assertThat(p.get(0)).isBetween(0.5f, 1f);
    assertThat(p.get(1)).isBetween(0.5f, 1f);
  }

  @Test
  void valuesAreLearnedInAnyUnit() {
    Dataset train = quarters(160, Target.VALUES, 1000);
    Dataset test = quarters(80, Target.VALUES, 1000);
    Run run =
        trainer(two(), train)
            .epochs(10)
            .validation(quarters(40, Target.VALUES, 1000))
            .out(folder)
            .train(new Splits(train, test));
    Evaluation e = run.model().info().evaluation().orElseThrow();
    TaskFigures figures = e.figures().orElseThrow();
    assertThat(figures.value("MAE")).isBetween(0.0, 250.0);
    assertThat(figures.value("R2")).isBetween(0.7, 1.0);
    // The lowest deviation on the validation data chooses.
    double least =
        run.history().stream().mapToDouble(EpochResult::testAccuracy).min().orElseThrow();
    assertThat(run.model().evaluate(quarters(40, Target.VALUES, 1000)).choice()).isEqualTo(least);
    Tensor sample = Tensor.zeros(Tiny.SHAPE.prepend(1));
    test.read(2, sample.item(0));
    Tensor values = Run.open(folder).predict(sample);
    assertThat(values.get(0)).isBetween(500f, 1500f);
    assertThat(values.get(1)).isBetween(-500f, 500f);
  }

  @Test
  void anInterruptedTrainingOfMapsEndsInTheSameBytes() throws IOException {
    Splits blobs = Blobs.splits(64, 16, Shape.of(16, 16, 1));
    byte[] whole = weights(blobs, folder.resolve("whole"), false);
    byte[] resumed = weights(blobs, folder.resolve("resumed"), true);
    assertThat(resumed).isEqualTo(whole);
    assertThat(folder.resolve("whole/metrics.csv"))
        .content()
        .startsWith("epoch,steps,train_loss,train_dice,test_loss,test_mean_dice,");
  }

  private byte[] weights(Splits blobs, Path out, boolean interrupted) throws IOException {
    Network network = new Network(blobs.train().shape(), pixels(3));
    if (interrupted) {
      Trainer first = varied(network).out(out).checkpointEvery(1);
      first
          .listener(
              new TrainingListener() {
                @Override
                public void step(StepResult step) {
                  if (step.epoch() == 2 && step.step() == 3) {
                    first.requestStop();
                  }
                }
              })
          .train(blobs);
      varied(network).resume(out).train(blobs);
    } else {
      varied(network).out(out).train(blobs);
    }
    return Files.readAllBytes(out.resolve("model.safetensors"));
  }

  private static Trainer varied(Network network) {
    return Trainer.of(network)
        .task(new Task.Segmentation())
        .augment(List.of(new RandomFlip()))
        .epochs(3)
        .batch(8)
        .threads(1);
  }

  @Test
  void whatDoesNotFitTheTaskIsRefused() {
    Splits blobs = Blobs.splits(8, 4, Shape.of(8, 8, 1));
    Network maps = new Network(blobs.train().shape(), pixels(3));
    assertThatThrownBy(() -> Trainer.of(two()).task(new Task.Segmentation()).train(blobs))
        .hasMessage(
            "the network does not give what the task wants\n"
                + "  expected: 8x8x3 values for a sample of 8x8x1\n"
                + "  got: 2 values\n"
                + "  fix: keep the spatial sizes, and end with a convolution of 3 channels");
    assertThatThrownBy(
            () -> Trainer.of(maps).task(new Task.Segmentation()).train(Tiny.splits(8, 8)))
        .isInstanceOf(LoupeException.class);
    assertThatThrownBy(
            () ->
                Trainer.of(maps)
                    .task(new Task.Segmentation())
                    .loss(CrossEntropy.of().withSoftTargets())
                    .train(blobs))
        .hasMessageContaining("the loss does not take what is to be learned");
    assertThatThrownBy(() -> Trainer.of(maps).train(blobs)).isInstanceOf(LoupeException.class);
  }
}
