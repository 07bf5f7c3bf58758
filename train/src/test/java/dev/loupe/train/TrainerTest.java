package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Dataset;
import dev.loupe.data.RandomFlip;
import dev.loupe.data.RandomShift;
import dev.loupe.data.Splits;
import dev.loupe.graph.ParameterSource;
import dev.loupe.graph.Parameters;
import dev.loupe.graph.Plan;
import dev.loupe.graph.Source.Variable;
import dev.loupe.nn.Network;
import dev.loupe.nn.Optimiser;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
  @TempDir Path folder;

  private static Trainer trainer() {
    return Trainer.of(Tiny.network()).batch(16).epochs(2).threads(1);
  }

  @Test
  void learns() {
    Run run = trainer().epochs(6).train(Tiny.splits(160, 80));
    assertThat(run.history()).hasSize(6);
    assertThat(run.history().get(5).trainLoss()).isLessThan(run.history().get(0).trainLoss() / 2);
    Evaluation e = run.model().info().evaluation().orElseThrow();
    assertThat(e.accuracy()).isGreaterThanOrEqualTo(0.95);
    assertThat(run.model().evaluate(Tiny.splits(160, 80).test())).isEqualTo(e);
    assertThat(run.stopped()).isFalse();
    assertThat(run.folder()).isEmpty();
  }

  @Test
  void sameBytesForAnyNumberOfThreads() throws IOException {
    byte[] one = weights(1, 5);
    assertThat(weights(2, 5)).isEqualTo(one);
    assertThat(weights(3, 5)).isEqualTo(one);
    assertThat(weights(1, 6)).isNotEqualTo(one);
  }

  private byte[] weights(int threads, long seed) throws IOException {
    Path out = folder.resolve(threads + "-" + seed);
    trainer()
        .threads(threads)
        .seed(seed)
        .augment(List.of(new RandomShift(1), new RandomFlip()))
        .out(out)
        .train(Tiny.splits(64, 16));
    return Files.readAllBytes(out.resolve("model.safetensors"));
  }

  @Test
  void frozenLayersStay() {
    Network network = Tiny.network();
    Parameters before =
        Parameters.of(network.inference(1), ParameterSource.random(Seed.of(3).child("weights")));
    Run run = trainer().seed(3).freeze(List.of("conv")).train(Tiny.splits(64, 16));
    Parameters after = run.model().parameters();
    for (Variable v : before.variables()) {
      boolean same = after.tensor(v.path()).equals(before.tensor(v.path()));
      assertThat(same).as(v.path()).isEqualTo(v.path().startsWith("conv"));
    }
    assertThatThrownBy(() -> trainer().freeze(List.of("conv", "dense")).train(Tiny.splits(64, 16)))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("nothing to learn")
        .hasMessageContaining("conv, dense");
    assertThatThrownBy(() -> trainer().freeze(List.of("cnv")).train(Tiny.splits(64, 16)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "unknown layer to freeze 'cnv'\n"
                + "  expected: one of conv, relu, pool, flatten, dense\n"
                + "  fix: did you mean 'conv'?");
  }

  @Test
  void validationChoosesTheEpoch() {
    Splits splits = Tiny.splits(64, 32);
    Dataset validation = Tiny.data("validation", 40, i -> i % 4);
    Run run = trainer().epochs(5).validation(validation).train(splits);
    double best = run.history().stream().mapToDouble(EpochResult::testAccuracy).max().orElseThrow();
    assertThat(run.model().evaluate(validation).accuracy()).isEqualTo(best);
    Evaluation test = run.model().info().evaluation().orElseThrow();
    assertThat(test.samples()).isEqualTo(32);
    assertThat(test).isEqualTo(run.model().evaluate(splits.test()));
  }

  @Test
  void thePartOfTheDataThatIsForItChoosesTheEpoch() {
    Splits splits = Tiny.splits(64, 32);
    Dataset validation = Tiny.data("validation", 40, i -> i % 4);
    Splits three = new Splits(splits.train(), splits.test(), validation);
    Run run = trainer().epochs(5).train(three);
    Run same = trainer().epochs(5).validation(validation).train(splits);
    assertThat(run.history().stream().map(EpochResult::testAccuracy).toList())
        .isEqualTo(same.history().stream().map(EpochResult::testAccuracy).toList());
    assertThat(run.model().evaluate(validation).accuracy())
        .isEqualTo(same.model().evaluate(validation).accuracy());
  }

  @Test
  void tellsTheListener() {
    List<String> heard = new ArrayList<>();
    trainer()
        .batch(100)
        .out(folder.resolve("run"))
        .listener(
            new TrainingListener() {
              @Override
              public void started(Plan plan, MemoryNeed memory, Sizes sizes) {
                heard.add("started " + sizes);
              }

              @Override
              public void step(StepResult s) {
                heard.add("step " + s.epoch() + " " + s.step() + "/" + s.steps());
              }

              @Override
              public void evaluated(EpochResult epoch, Evaluation evaluation) {
                heard.add("evaluated " + epoch.epoch() + " on " + evaluation.samples());
              }

              @Override
              public void saved(Path to) {
                heard.add("saved " + to.getFileName());
              }

              @Override
              public void note(String text) {
                heard.add(text);
              }
            })
        .train(Tiny.splits(40, 12));
    assertThat(heard)
        .containsExactly(
            "the batch is 40: the data has no more samples, and 100 were asked for",
            "started Sizes[trainSamples=40, testSamples=12, epochs=2, stepsPerEpoch=1, batch=40,"
                + " parameters=300]",
            "step 1 1/1",
            "evaluated 1 on 12",
            "saved run",
            "step 2 1/1",
            "evaluated 2 on 12",
            "saved run");
  }

  @Test
  void stopsAfterTheStepAndSaves() {
    Path out = folder.resolve("run");
    Trainer trainer = trainer().epochs(3).out(out);
    Run run =
        trainer
            .listener(
                new TrainingListener() {
                  @Override
                  public void step(StepResult s) {
                    if (s.epoch() == 2 && s.step() == 1) {
                      trainer.requestStop();
                    }
                  }
                })
            .train(Tiny.splits(64, 16));
    assertThat(run.stopped()).isTrue();
    assertThat(run.history()).hasSize(1);
    Model model = Run.open(out);
    Provenance p = model.info().provenance().orElseThrow();
    assertThat(p.epochs()).isEqualTo(1);
    assertThat(p.plannedEpochs()).isEqualTo(3);
    // The figures of the first epoch are not those of these weights.
    assertThat(model.info().evaluation()).isEmpty();
    for (Variable v : model.parameters().variables()) {
      assertThat(model.parameters().tensor(v.path()))
          .isEqualTo(run.model().parameters().tensor(v.path()));
    }
  }

  @Test
  void stopsWhereTheLossIsNotFinite() throws IOException {
    Path out = folder.resolve("run");
    Splits splits = Tiny.splits(64, 16);
    trainer().epochs(1).out(out).train(splits);
    byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
    Trainer wild =
        trainer()
            .rate(1e30f)
            .optimiser(Optimiser.sgd(0, 0))
            .schedule(new Schedule.Constant(0))
            .out(out);
    assertThatThrownBy(() -> wild.train(splits))
        .isInstanceOf(LoupeException.class)
        .hasMessageMatching(
            "training: the loss is no longer finite\n"
                + "  expected: a number\n"
                + "  got: (NaN|Infinity) at step [23] of epoch 1 \\(step [23] in all\\), with"
                + " learning rate 1.0E30\n"
                + "  fix: lower the learning rate, such as to 1.0E29, or clip gradients");
    assertThat(Files.readAllBytes(out.resolve("model.safetensors"))).isEqualTo(before);
  }

  @Test
  void refusesLabelsThatDontExist() {
    Splits broken =
        new Splits(Tiny.data("quarters", 40, i -> i == 17 ? 9 : 0), Tiny.splits(4, 4).test());
    assertThatThrownBy(() -> trainer().train(broken))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "quarters: sample 17 has a class that does not exist\n"
                + "  expected: 0 to 3, for 4 classes\n"
                + "  got: 9");
  }

  @Test
  void refusesDataThatDoesNotFit() {
    Dataset train = Tiny.splits(16, 8).train();
    List<String> five = List.of("a", "b", "c", "d", "e");
    Dataset more = Tiny.data("five", 16, i -> i % 4, Tiny.SHAPE, five);
    assertThatThrownBy(() -> trainer().train(new Splits(more, more)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "the network does not give one value for each class\n"
                + "  expected: 5 values for a sample, one for each class\n"
                + "  got: 4 values\n"
                + "  fix: end the network with a dense layer of 5 outputs");
    assertThatThrownBy(() -> trainer().train(new Splits(train, more)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "five: the data has other classes than the model\n"
                + "  expected: 4: nw, ne, sw, se\n"
                + "  got: 5: a, b, c, d, e");
    Dataset large = Tiny.data("large", 16, i -> i % 4, Shape.of(10, 10, 1), Tiny.CLASSES);
    assertThatThrownBy(() -> trainer().train(new Splits(large, large)))
        .isInstanceOf(LoupeException.class)
        .hasMessage(
            "large: the samples don't fit the network\n"
                + "  expected: samples of 8x8x1\n"
                + "  got: samples of 10x10x1");
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> trainer().batch(0))
        .hasMessage("the batch size is out of range\n  expected: at least 1\n  got: 0");
    assertThatThrownBy(() -> trainer().epochs(0))
        .hasMessage("the number of epochs is out of range\n  expected: at least 1\n  got: 0");
    assertThatThrownBy(() -> trainer().rate(-1))
        .hasMessage(
            "the learning rate is out of range\n  expected: above 0, such as 0.1\n  got: -1.0");
  }
}
