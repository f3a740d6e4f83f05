namespace IowaSales.Forecasting.Data.Drivers;

/// <summary>Collects the values of drivers and attributes in any order and builds a <see cref="DriverSet"/>.</summary>
public sealed class DriverSetBuilder
{
    private readonly List<Column> _drivers = [];
    private readonly List<AttributeColumn> _attributes = [];

    /// <summary>Adds a driver.</summary>
    /// <param name="driver">Its name, kind and what its missing days have; the levels of a category are collected from its values.</param>
    /// <returns>Its index, to set values by.</returns>
    /// <exception cref="ArgumentException">There is a driver of that name, or its default is not a number.</exception>
    public int AddDriver(Driver driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        if (_drivers.Exists(column => column.Driver.Name == driver.Name))
        {
            throw new ArgumentException($"There are two drivers '{driver.Name}'.", nameof(driver));
        }

        if (driver.Fill == DriverFill.Default && (!double.IsFinite(driver.Default) || (driver.Kind == DriverKind.Category && (int)driver.Default >= driver.Levels.Count)))
        {
            throw new ArgumentException($"The default of the driver '{driver.Name}' is not one of its values.", nameof(driver));
        }

        var column = new Column(driver);
        foreach (var level in driver.Levels)
        {
            column.Levels.Add(level);
        }

        _drivers.Add(column);
        return _drivers.Count - 1;
    }

    /// <summary>Adds an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What its values are.</param>
    /// <returns>Its index, to set values by.</returns>
    /// <exception cref="ArgumentException">There is an attribute of that name.</exception>
    public int AddAttribute(string name, DriverKind kind)
    {
        if (_attributes.Exists(column => column.Name == name))
        {
            throw new ArgumentException($"There are two attributes '{name}'.", nameof(name));
        }

        _attributes.Add(new AttributeColumn(name, kind));
        return _attributes.Count - 1;
    }

    /// <summary>States the value of a numeric driver on a day.</summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="item">Name of the item; null for all items.</param>
    /// <param name="date">The day.</param>
    /// <param name="value">The value; finite.</param>
    /// <exception cref="ArgumentException">The value is not finite, the driver is a category, or the day has another value.</exception>
    public void Set(int driver, string? item, DateOnly date, double value)
    {
        var column = _drivers[driver];
        if (column.Driver.Kind != DriverKind.Numeric || !double.IsFinite(value))
        {
            throw new ArgumentException($"The driver '{column.Driver.Name}' is {column.Driver.Kind.Words()}; {value} is no value of it.", nameof(value));
        }

        column.Set(item, date, value);
    }

    /// <summary>States the level of a category on a day.</summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="item">Name of the item; null for all items.</param>
    /// <param name="date">The day.</param>
    /// <param name="level">Name of the level.</param>
    /// <exception cref="ArgumentException">The driver is a number, or the day has another level.</exception>
    public void Set(int driver, string? item, DateOnly date, string level)
    {
        ArgumentNullException.ThrowIfNull(level);
        var column = _drivers[driver];
        if (column.Driver.Kind != DriverKind.Category)
        {
            throw new ArgumentException($"The driver '{column.Driver.Name}' is a number; '{level}' is no value of it.", nameof(level));
        }

        column.Set(item, date, column.Levels.Add(level));
    }

    /// <summary>States the value of a numeric attribute; what is stated last counts.</summary>
    /// <param name="attribute">Index of the attribute.</param>
    /// <param name="item">Name of the item.</param>
    /// <param name="value">The value; finite.</param>
    /// <exception cref="ArgumentException">The value is not finite, or the attribute is a category.</exception>
    public void SetAttribute(int attribute, string item, double value)
    {
        var column = _attributes[attribute];
        if (column.Kind != DriverKind.Numeric || !double.IsFinite(value))
        {
            throw new ArgumentException($"The attribute '{column.Name}' is {column.Kind.Words()}; {value} is no value of it.", nameof(value));
        }

        column.Values[item] = value;
    }

    /// <summary>States the level of a category; what is stated last counts.</summary>
    /// <param name="attribute">Index of the attribute.</param>
    /// <param name="item">Name of the item.</param>
    /// <param name="level">Name of the level.</param>
    /// <exception cref="ArgumentException">The attribute is a number.</exception>
    public void SetAttribute(int attribute, string item, string level)
    {
        ArgumentNullException.ThrowIfNull(level);
        var column = _attributes[attribute];
        if (column.Kind != DriverKind.Category)
        {
            throw new ArgumentException($"The attribute '{column.Name}' is a number; '{level}' is no value of it.", nameof(level));
        }

        column.Values[item] = column.Levels.Add(level);
    }

    /// <summary>Builds the set; levels are put in ordinal order.</summary>
    public DriverSet Build() => new([.. _drivers.Select(column => column.Build())], [.. _attributes.Select(column => column.Build())]);

    /// <summary>The levels of a category, numbered as they come.</summary>
    private sealed class LevelNumbers
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public int Add(string level)
        {
            if (!_numbers.TryGetValue(level, out var number))
            {
                _numbers.Add(level, number = _numbers.Count);
            }

            return number;
        }

        /// <summary>The levels in ordinal order, and the place of each number among them.</summary>
        public (string[] Levels, int[] Places) Ordered()
        {
            var levels = _numbers.Keys.Order(StringComparer.Ordinal).ToArray();
            var places = new int[levels.Length];
            for (var place = 0; place < levels.Length; place++)
            {
                places[_numbers[levels[place]]] = place;
            }

            return (levels, places);
        }
    }

    private sealed class Column(Driver driver)
    {
        private readonly List<(int Day, double Value)> _common = [];
        private readonly Dictionary<string, List<(int Day, double Value)>> _own = new(StringComparer.Ordinal);

        public Driver Driver { get; } = driver;

        public LevelNumbers Levels { get; } = new();

        public void Set(string? item, DateOnly date, double value)
        {
            var known = _common;
            if (item is not null && !_own.TryGetValue(item, out known))
            {
                _own.Add(item, known = []);
            }

            known.Add((date.DayNumber, value));
        }

        public DriverColumn Build()
        {
            if (Driver.Kind == DriverKind.Numeric)
            {
                return new DriverColumn(Driver, RunsOf(null, _common), _own.ToDictionary(own => own.Key, own => RunsOf(own.Key, own.Value)!, StringComparer.Ordinal));
            }

            var (levels, places) = Levels.Ordered();
            var ordered = Driver with { Levels = levels, Default = Driver.Fill == DriverFill.Default ? places[(int)Driver.Default] : 0 };
            return new DriverColumn(
                ordered,
                RunsOf(null, _common)?.Map(level => places[(int)level]),
                _own.ToDictionary(own => own.Key, own => RunsOf(own.Key, own.Value)!.Map(level => places[(int)level]), StringComparer.Ordinal));
        }

        private DriverRuns? RunsOf(string? item, List<(int Day, double Value)> known)
        {
            var ordered = known.OrderBy(entry => entry.Day).ToList();
            var different = new List<(int Day, double Value)>(ordered.Count);
            foreach (var entry in ordered)
            {
                if (different.Count == 0 || different[^1].Day != entry.Day)
                {
                    different.Add(entry);
                }
                else if (!different[^1].Value.Equals(entry.Value))
                {
                    throw new ArgumentException(
                        $"The driver '{Driver.Name}' has two values on {DateOnly.FromDayNumber(entry.Day):yyyy-MM-dd}{(item is null ? "" : $" for {item}")}.");
                }
            }

            return different.Count == 0 ? null : DriverRuns.Of(different);
        }
    }

    private sealed class AttributeColumn(string name, DriverKind kind)
    {
        public string Name { get; } = name;

        public DriverKind Kind { get; } = kind;

        public LevelNumbers Levels { get; } = new();

        public Dictionary<string, double> Values { get; } = new(StringComparer.Ordinal);

        public ItemAttribute Build()
        {
            var (levels, places) = Levels.Ordered();
            return new ItemAttribute(
                Name, Kind, levels, Kind == DriverKind.Numeric ? Values : Values.ToDictionary(own => own.Key, own => (double)places[(int)own.Value], StringComparer.Ordinal));
        }
    }
}
