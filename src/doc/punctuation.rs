//! The full-width punctuation of Chinese that opens or closes something (GB/T 15834).

/// Brackets and quotation marks before what they enclose.
pub fn opens(character: char) -> bool {
    matches!(
        character,
        '（' | '【' | '《' | '〈' | '「' | '『' | '“' | '‘' | '〔' | '［' | '｛'
    )
}

/// Brackets and quotation marks after what they enclose, and marks that end a clause or a sentence.
pub fn closes(character: char) -> bool {
    matches!(
        character,
        '）' | '】'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '”'
            | '’'
            | '〕'
            | '］'
            | '｝'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_on_one_side() {
        for (open, close) in "（【《〈「『“‘〔［｛"
            .chars()
            .zip("）】》〉」』”’〕］｝".chars())
        {
            assert!(opens(open) && !closes(open), "{open}");
            assert!(closes(close) && !opens(close), "{close}");
        }
        for neither in ['中', 'a', '(', ')', '…', '·'] {
            assert!(!opens(neither) && !closes(neither), "{neither}");
        }
    }
}
