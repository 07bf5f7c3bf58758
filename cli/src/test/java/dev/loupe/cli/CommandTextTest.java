package dev.loupe.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Words to text and back.
final class CommandTextTest {
  @Test
  void textIsReadBackAsTheSameWords() {
    List<String> words = List.of("loupe", "--data", "my pictures", "it's", "", "a\\b", "--lr=0.1");
    String text = CommandText.join(words);
    assertThat(text).isEqualTo("loupe --data 'my pictures' 'it'\\''s' '' 'a\\b' --lr=0.1");
    assertThat(CommandText.split(text)).isEqualTo(words);
  }
}
