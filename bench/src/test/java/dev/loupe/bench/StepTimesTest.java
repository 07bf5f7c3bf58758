package dev.loupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The steps of a small network, with hardly any time.
final class StepTimesTest {
  @ParameterizedTest
  @ValueSource(strings = {"infer", "train"})
  void everyStepHasALineAndTheLastSumsUp(String mode) {
    StringWriter text = new StringWriter();
    CommandLine command = StepTimes.command();
    command.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
    int code = command.execute("lenet5", mode, "--warm=0", "--seconds=0.001", "--threads=2");
    assertThat(code).isZero();
    assertThat(text.toString())
        .contains("Convolution")
        .contains("lenet5 " + mode + ", batch 1, 2 threads: ");
  }

  @Test
  void anUnknownModeIsRefused() {
    CommandLine command = StepTimes.command();
    StringWriter text = new StringWriter();
    command.setErr(new PrintWriter(text));
    assertThat(command.execute("lenet5", "fly")).isEqualTo(2);
    assertThat(text.toString()).contains("train or infer, got 'fly'");
  }
}
