package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.loupe.data.Digits;
import dev.loupe.data.Splits;
import dev.loupe.nn.Conv;
import dev.loupe.nn.Dense;
import dev.loupe.nn.Flatten;
import dev.loupe.nn.MaxPool;
import dev.loupe.nn.Network;
import dev.loupe.nn.Nonlinearity;
import dev.loupe.nn.Sequential;
import dev.loupe.tensor.Tensor;
import dev.loupe.train.metrics.Interval;
import dev.loupe.train.metrics.Mistake;
import dev.loupe.train.metrics.Predictions;
import dev.loupe.train.metrics.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadmeTest {
  @TempDir Path folder;

  @Test
  void declareTrainEvaluatePredict() {
    // README
    Splits digits = Digits.splits(3_000, 500);
    Network network =
        new Network(
            digits.train().shape(),
            Sequential.of(
                Conv.of(8, 5),
                Nonlinearity.RELU,
                MaxPool.of(2),
                Conv.of(16, 5),
                Nonlinearity.RELU,
                MaxPool.of(2),
                Flatten.of(),
                Dense.of(10)));
    Trainer.of(network).name("digits").epochs(4).seed(7).out(folder).train(digits);

    Model model = Run.open(folder);
    Evaluation evaluation = model.evaluate(digits.test());
    Tensor sample = Tensor.zeros(digits.test().shape());
    digits.test().read(0, sample);
    List<Ranked> answer = model.classify(sample);
    // README
    assertThat(evaluation.accuracy()).isGreaterThanOrEqualTo(0.96);
    assertThat(answer.getFirst().index()).isEqualTo(digits.test().label(0));
    // REPORT
    Predictions predictions = model.predictions(digits.test());
    Report report = Report.of(predictions);
    Interval accuracy = report.accuracy();
    double area = report.auroc().value();
    List<Mistake> worst = report.mistakes();
    new ReportFiles(digits.test(), predictions, report)
        .write(folder, "digits", System.out::println);
    // REPORT
    assertThat(accuracy.value()).isEqualTo(evaluation.accuracy());
    assertThat(accuracy.low()).isBetween(0.9, accuracy.value());
    assertThat(area).isGreaterThan(0.99);
    assertThat(worst).hasSizeBetween(1, 20);
    assertThat(folder.resolve("mistakes.png")).exists();
    Path file = folder.resolve("digits.onnx");
    // ONNX
    OnnxModels.write(file, model);
    Model same = OnnxModels.read(file, Optional.empty());
    List<Ranked> ranked = same.classify(sample);
    // ONNX
    assertThat(same.info().classes()).isEqualTo(model.info().classes());
    assertThat(same.preprocessing()).isEqualTo(model.preprocessing());
    assertThat(ranked.getFirst().index()).isEqualTo(answer.getFirst().index());
    assertThat(ranked.getFirst().probability())
        .isCloseTo(answer.getFirst().probability(), within(1e-5f));
  }
}
