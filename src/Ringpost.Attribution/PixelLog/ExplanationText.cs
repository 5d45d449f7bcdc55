using System.Buffers;
using System.Globalization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.PixelLog;

/// <summary>
/// The steps of one postback as the log stores them: a line each, of the step's name, a sign for the verdict, and the sentence, phrases
/// shortened (<see cref="ExplanationPhrases"/>) and values between the signs of <see cref="Phrase.Kept"/>. Written into a rented buffer: a postback makes one string of it, at its end.
/// </summary>
internal sealed class ExplanationText
{
    /// <summary>Ends a line.</summary>
    public const char End = '\n';

    private const int Usual = 256;

    private char[] _text = ArrayPool<char>.Shared.Rent(Usual);
    private int _length;
    private int _verdict;

    /// <summary>One line of its own.</summary>
    public static string Line(string step, string verdict, Phrase sentence)
    {
        var text = new ExplanationText();
        text.Begin(step);
        text.AppendSentence(sentence);
        text.Conclude(
            verdict switch
            {
                "pass" => '+',
                "pending" => '?',
                _ => '!',
            }
        );
        return text.Finish();
    }

    /// <summary>Begins a line; its verdict is not known before its sentence is.</summary>
    public void Begin(string step)
    {
        if (_length > 0)
            Append(End);
        AppendPhrase(step);
        _verdict = _length;
        Append(' ');
    }

    public void Conclude(char verdict) => _text[_verdict] = verdict;

    /// <summary>A part of a sentence that stands in the program.</summary>
    public void AppendPhrase(string phrase)
    {
        if (ExplanationPhrases.TryShorten(phrase, out var code))
            Append(code);
        else
            AppendClean(phrase);
    }

    public void AppendSentence(Phrase sentence)
    {
        if (sentence.Values.Count == 0)
            AppendPhrase(sentence.Template);
        else
            AppendClean(sentence.Kept, keepsSigns: true);
    }

    /// <summary>A value that may be a phrase of the program.</summary>
    public void AppendText(string text)
    {
        var isPhrase = ExplanationPhrases.TryShorten(text, out var code);
        Append(Phrase.Opening(isPhrase));
        if (isPhrase)
            Append(code);
        else
            AppendClean(text);
        Append(Phrase.Closing());
    }

    public void AppendNumber<T>(T number)
        where T : ISpanFormattable
    {
        Append(Phrase.Opening(isPhrase: false));
        Reserve(32);
        if (number.TryFormat(_text.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture))
            _length += written;
        else
            AppendClean(number.ToString(null, CultureInfo.InvariantCulture));
        Append(Phrase.Closing());
    }

    /// <summary>No text may look like the signs of this format.</summary>
    private void AppendClean(ReadOnlySpan<char> text, bool keepsSigns = false)
    {
        Reserve(text.Length);
        foreach (var c in text)
            _text[_length++] =
                c == End ? ' '
                : ExplanationPhrases.IsCode(c) || (!keepsSigns && Phrase.IsSign(c)) ? '\ufffd'
                : c;
    }

    /// <summary>The whole, once; the buffer goes back.</summary>
    public string Finish()
    {
        var text = new string(_text, 0, _length);
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        _length = 0;
        return text;
    }

    private void Append(char c)
    {
        Reserve(1);
        _text[_length++] = c;
    }

    private void Reserve(int more)
    {
        if (_text.Length - _length >= more)
            return;
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + more, _text.Length * 2));
        _text.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_text);
        _text = larger;
    }
}
