using System.Globalization;
using System.Text;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// The different texts of a column of drivers or attributes, and what they mean. A column whose texts are all numbers or truths is a number (a truth is
/// 0 or 1), any other a category. A column for a price, or one of the drivers <c>open</c> and <c>available</c>, has to be a number.
/// </summary>
/// <param name="name">Name of the column.</param>
internal sealed class WrittenValues(string name)
{
    /// <summary>Numbers among the different texts of a column above which the rest are taken for slips, not for levels.</summary>
    private const int MinNumbers = 10;
    private const int NumbersToSlip = 9;

    private static readonly Dictionary<string, double> Truths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = 1,
        ["false"] = 0,
        ["yes"] = 1,
        ["no"] = 0,
        ["on"] = 1,
        ["off"] = 0,
        ["open"] = 1,
        ["closed"] = 0,
    };

    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly List<(string Text, long Place)> _texts = [];
    private double[] _numbers = [];
    private string[] _levels = [];

    /// <summary>The number that a truth is: 1 or 0; null for any other text.</summary>
    /// <param name="text">The text, without blanks around it, in any case.</param>
    public static double? TruthOf(string text) => Truths.TryGetValue(text, out var truth) ? truth : null;

    /// <summary>Name of the column.</summary>
    public string Name => name;

    /// <summary>Whether no row has a value.</summary>
    public bool IsBlank => _texts.Count == 0;

    /// <summary>Whether values are numbers or levels, once <see cref="Resolve"/> has told.</summary>
    public DriverKind Kind { get; private set; }

    /// <summary>How the numbers can be read two ways; null when they cannot.</summary>
    public string? Ambiguity { get; private set; }

    /// <summary>The code of a text; -1 for a blank one. What data frames write for nothing (NaN) is blank.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="place">Its line or row.</param>
    public int CodeOf(ReadOnlySpan<char> text, long place)
    {
        if (text.IsWhiteSpace() || text.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        var lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out var code))
        {
            code = _texts.Count;
            lookup[text] = code;
            _texts.Add((text.ToString(), place));
        }

        return code;
    }

    /// <summary>The number of a code.</summary>
    public double NumberOf(int code) => _numbers[code];

    /// <summary>The level of a code.</summary>
    public string LevelOf(int code) => _levels[code];

    /// <summary>Tells what the texts mean.</summary>
    /// <param name="format">How numbers are written.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="unit">What places count.</param>
    /// <param name="known">What the column was before; null when it is new.</param>
    /// <param name="maxLevels">Most levels of a category.</param>
    /// <param name="problems">Takes the texts that cannot be used.</param>
    /// <returns>What is wrong with the column as a whole, in the words after its name; null when nothing is.</returns>
    public string? Resolve(
        SalesFormat format, char delimiter, string unit, DriverKind? known, int maxLevels, ICollection<SalesDataProblem> problems)
    {
        if (known != DriverKind.Category)
        {
            var faults = ReadNumbers(format, delimiter);
            var wrong = faults.Where(fault => fault.Fault != SalesRules.RefusedAmount).ToArray();
            var beyond = faults.Except(wrong);
            var numbers = _texts.Count - wrong.Length;
            var isNumber = wrong.Length == 0 || known == DriverKind.Numeric || MustBeNumber || (numbers >= MinNumbers && numbers > NumbersToSlip * wrong.Length);
            if (isNumber)
            {
                Kind = DriverKind.Numeric;
                var suffix = known == DriverKind.Numeric ? ", as the values known before are" : "";
                AddProblems(problems, unit, wrong.Select(fault => (fault.Code, $"{fault.Fault}{suffix}")).Concat(beyond).Concat(ImpossiblePrices(faults.Select(fault => fault.Code))));
                return null;
            }
        }

        Kind = DriverKind.Category;
        return ReadLevels(unit, maxLevels, problems);
    }

    private bool IsPrice => Driver.IsPriceName(name);

    private bool IsTruth => new Driver(name, DriverKind.Numeric).Role != DriverRole.Ordinary;

    private bool MustBeNumber => IsPrice || IsTruth;

    private List<(int Code, string Fault)> ReadNumbers(SalesFormat format, char delimiter)
    {
        while (true)
        {
            var amounts = new SalesAmounts(format, delimiter);
            var faults = new List<(int Code, string Fault)>();
            _numbers = new double[_texts.Count];
            for (var code = 0; code < _texts.Count; code++)
            {
                var (text, place) = _texts[code];
                if (Truths.TryGetValue(text, out var truth))
                {
                    _numbers[code] = truth;
                }
                else if (amounts.Read(Encoding.UTF8.GetBytes(text), place, out _numbers[code]) is { } fault)
                {
                    faults.Add((code, fault));
                }
            }

            if (amounts.Better is not { } better)
            {
                Ambiguity = faults.Count == 0 && amounts.Ambiguity is { } sentence ? $"Column {name}: {sentence}" : null;
                return faults;
            }

            format = format with { Decimal = better };
        }
    }

    private IEnumerable<(int Code, string Fault)> ImpossiblePrices(IEnumerable<int> faulty) => !IsPrice ? [] : Enumerable.Range(0, _texts.Count)
        .Except(faulty)
        .Where(code => _numbers[code] <= 0)
        .Select(code => (code, "is a price of 0 or less; leave the field blank where there is no price"));

    private string? ReadLevels(string unit, int maxLevels, ICollection<SalesDataProblem> problems)
    {
        _levels = new string[_texts.Count];
        var faults = new List<(int Code, string Fault)>();
        for (var code = 0; code < _texts.Count; code++)
        {
            if (ItemName.Normalize(_texts[code].Text, out _levels[code]) is { } fault)
            {
                faults.Add((code, $"is a value that {fault}"));
            }
        }

        AddProblems(problems, unit, faults);
        var count = _levels.Distinct(StringComparer.Ordinal).Count();
        return count <= maxLevels
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"has {count:#,0} different texts, and a category has {maxLevels:#,0} levels at most; leave out a column of names or remarks");
    }

    private void AddProblems(ICollection<SalesDataProblem> problems, string unit, IEnumerable<(int Code, string Fault)> faults)
    {
        const int MaxShown = 40;
        foreach (var (code, fault) in faults.OrderBy(fault => _texts[fault.Code].Place).Take(SalesDataException.MaxProblems))
        {
            var (text, place) = _texts[code];
            problems.Add(new SalesDataProblem(place, $"'{(text.Length <= MaxShown ? text : $"{text[..MaxShown]}...")}' in column {name} {fault}", unit) { Column = name });
        }
    }
}
