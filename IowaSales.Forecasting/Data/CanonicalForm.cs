using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Unicode normalization form C (Unicode Standard Annex 15). The runtime's own needs the ICU libraries, which small containers and bare
/// machines do not have, and leaves text as it is without them.
/// </summary>
internal static class CanonicalForm
{
    /// <summary>Below it no character decomposes further than what is composed already, and none combines.</summary>
    private const char FirstThatMatters = '\u0300';

    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11172;
    private const int LeadFirst = 0x1100;
    private const int LeadCount = 19;
    private const int VowelFirst = 0x1161;
    private const int VowelCount = 21;
    private const int TailBefore = 0x11A7;
    private const int TailCount = 28;

    private static readonly Lazy<Tables> Data = new(Tables.Read);

    /// <summary>The text in form C.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstThatMatters, char.MaxValue))
        {
            return text;
        }

        var tables = Data.Value;
        var points = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, points, tables);
        }

        Order(points, tables);
        Compose(points, tables);
        var composed = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            composed.Append(new Rune(point).ToString());
        }

        return composed.ToString();
    }

    /// <summary>The characters of a text with every mark apart from its letter, in canonical order (normalization form D).</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    public static IEnumerable<Rune> Decomposed(string text)
    {
        var tables = Data.Value;
        var points = new List<int>(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, points, tables);
        }

        Order(points, tables);
        return points.Select(point => new Rune(point));
    }

    private static void Decompose(int point, List<int> points, Tables tables)
    {
        if (point - HangulFirst is >= 0 and < HangulCount and var syllable)
        {
            points.Add(LeadFirst + (syllable / (VowelCount * TailCount)));
            points.Add(VowelFirst + (syllable % (VowelCount * TailCount) / TailCount));
            if (syllable % TailCount != 0)
            {
                points.Add(TailBefore + (syllable % TailCount));
            }
        }
        else if (tables.Parts.TryGetValue(point, out var parts))
        {
            Decompose(parts.First, points, tables);
            if (parts.Second != 0)
            {
                Decompose(parts.Second, points, tables);
            }
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Sorts each run of combining marks by class, marks of one class as they came.</summary>
    private static void Order(List<int> points, Tables tables)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var point = points[i];
            var rank = tables.ClassOf(point);
            var place = i;
            for (; rank != 0 && place > 0 && tables.ClassOf(points[place - 1]) > rank; place--)
            {
                points[place] = points[place - 1];
            }

            points[place] = point;
        }
    }

    private static void Compose(List<int> points, Tables tables)
    {
        var (starter, written, lastClass) = (-1, 0, 0);
        for (var read = 0; read < points.Count; read++)
        {
            var point = points[read];
            var rank = tables.ClassOf(point);
            var reachable = starter >= 0 && (written - starter == 1 ? lastClass == 0 : lastClass < rank);
            if (reachable && Pair(points[starter], point, tables) is { } composite)
            {
                points[starter] = composite;
                continue;
            }

            if (rank == 0)
            {
                starter = written;
            }

            lastClass = rank;
            points[written++] = point;
        }

        points.RemoveRange(written, points.Count - written);
    }

    private static int? Pair(int first, int second, Tables tables)
    {
        if (first - LeadFirst is >= 0 and < LeadCount and var lead && second - VowelFirst is >= 0 and < VowelCount and var vowel)
        {
            return HangulFirst + (((lead * VowelCount) + vowel) * TailCount);
        }

        if (first - HangulFirst is >= 0 and < HangulCount and var syllable && syllable % TailCount == 0
            && second - TailBefore is > 0 and < TailCount and var tail)
        {
            return first + tail;
        }

        return tables.Composites.TryGetValue((first, second), out var composite) ? composite : null;
    }

    private sealed record Tables(
        FrozenDictionary<int, (int First, int Second)> Parts,
        FrozenDictionary<(int First, int Second), int> Composites,
        FrozenDictionary<int, byte> Classes)
    {
        public int ClassOf(int point) => point < FirstThatMatters ? 0 : Classes.GetValueOrDefault(point);

        public static Tables Read()
        {
            var parts = new Dictionary<int, (int, int)>();
            var composites = new Dictionary<(int, int), int>();
            var classes = new Dictionary<int, byte>();
            using var stream = typeof(CanonicalForm).Assembly.GetManifestResourceStream("canonical-form.txt")!;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                var words = line.Split(' ');
                switch (words[0])
                {
                    case "R":
                        for (var point = Hex(words[1]); point <= Hex(words[2]); point++)
                        {
                            classes.Add(point, byte.Parse(words[3], CultureInfo.InvariantCulture));
                        }

                        break;
                    case "D" or "P":
                        var pair = (Hex(words[2]), words.Length > 3 ? Hex(words[3]) : 0);
                        parts.Add(Hex(words[1]), pair);
                        if (words[0] == "P")
                        {
                            composites.Add(pair, Hex(words[1]));
                        }

                        break;
                }
            }

            return new Tables(parts.ToFrozenDictionary(), composites.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
