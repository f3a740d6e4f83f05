namespace IowaSales.Forecasting.Models.ExponentialSmoothing;

/// <summary>Types that stand for a form's letters, so that each form gets machine code of its own without branches on the form.</summary>
internal static class EtsTraits
{
    public interface IError
    {
        static abstract EtsError Kind { get; }
    }

    public interface IComponent
    {
        static abstract EtsComponent Kind { get; }
    }

    public readonly struct AdditiveError : IError
    {
        public static EtsError Kind => EtsError.Additive;
    }

    public readonly struct MultiplicativeError : IError
    {
        public static EtsError Kind => EtsError.Multiplicative;
    }

    public readonly struct NoComponent : IComponent
    {
        public static EtsComponent Kind => EtsComponent.None;
    }

    public readonly struct AdditiveComponent : IComponent
    {
        public static EtsComponent Kind => EtsComponent.Additive;
    }

    public readonly struct MultiplicativeComponent : IComponent
    {
        public static EtsComponent Kind => EtsComponent.Multiplicative;
    }
}
