"""Japanese pop of several decades, in Japanese script."""

from __future__ import annotations

from .theme import theme

_WORDS = {
    "family": """青山, 浅倉, 綾瀬川, 石動, 泉田, 宇田川, 榎本, 大槻, 小野寺, 霞, 片桐, 神楽坂, 北園, 桐生, 久遠,
        胡桃沢, 小鳥遊, 早乙女, 桜庭, 紫藤, 白石, 瀬名, 高城, 月島, 戸松, 長瀬, 七海, 西園寺, 野々村, 羽田野,
        氷室, 藤咲, 星野谷, 真壁, 三日月, 水無瀬, 夕凪, 若宮""",
    "given": """葵, 明日香, 伊織, 樹里, 詩織, 海斗, 楓, 和馬, 奏, 杏子, 恵一, 小夜子, 朔, 沙織, 翔太, 雫, 涼, 菫,
        千夏, 透, 直美, 渚, 菜々子, 春香, 響子, 文恵, 穂高, 舞, 雅人, 美雨, 瑞希, 悠, 由紀, 陽介, 蘭, 凛, 玲""",
    "band": """雨宿り, カモメ通信, 銀河喫茶, クジラ座, 硝子の街, 午前四時, 金曜倶楽部, サイダー日和, 三等星,
        深海列車, 水曜映画, 青春計画, 透明都市, 東京ドロップス, 夏の亡霊, 猫背のメロディ, 灰色の猫, 八月の犬,
        微熱少年団, 星屑電話, 真夜中図書館, 夕焼け放送局, 夜行バス, 流星ラジオ, ロマンス商会""",
    "noun": """朝, 雨, 嘘, 海, 駅, 鏡, 影, 傘, 風, 記憶, 季節, 奇跡, 銀河, 鍵, 坂道, 桜, 写真, 涙, 夏, 波, 虹, 音,
        花火, 春, 光, 秘密, 窓, 街, 魔法, 道, 約束, 雪, 夢, 夜, 恋, 手紙, 蛍, 果て, 足跡, 体温, 横顔""",
    "kata": """アスファルト, アンテナ, インク, エレベーター, オレンジ, カーテン, カフェテラス, カレンダー, ギター,
        グラス, クリスタル, コーヒー, サイダー, シーサイド, シグナル, シャワー, ジャスミン, スクランブル,
        スニーカー, セピア, センチメンタル, タクシー, ダイアリー, ドライブ, ネオン, ハイウェイ, パレット, ビーチ,
        プール, フィルム, プラネタリウム, ベランダ, ポケット, マーメイド, ミッドナイト, メトロ, メランコリー,
        モノクローム, ラジオ, リフレイン, レコード, ロマンス, ワルツ""",
    "adj": """青い, 淡い, 甘い, 消えない, 静かな, 小さな, 透明な, 遠い, 長い, 眠れない, 眩しい, 見えない, 優しい,
        忘れた, 終わらない, 名もなき, 最後の, 二人の, 真夜中の, あの日の""",
    "en": """Midnight Cruise, Blue Wind, Summer Breeze, Telephone, Plastic Moon, Bay City, Stay Tonight,
        Rainy Sunday, City Light, Good Night, Silent Love, Fly Away, Dancing Star, Last Summer, Sunset Road,
        Moonlight, Weekend, Memories""",
}
_TITLES = """
    {noun}の{noun} x5
    {adj}{noun} x6
    {kata} x3
    {kata}の{noun} x4
    {noun}と{kata} x2
    {adj}{kata} x3
    {kata}・{kata} x2
    {en} x2
    {noun}になる x1
    {noun}を探して x2
    さよなら{kata} x2
    {noun}まで x1
    {noun}のうた
    {noun} -{en}-
    君と{noun} x2
    {kata}でつかまえて
"""

JAPANESE = theme(
    "j-pop",
    genres="j-pop, city pop, shibuya-kei, j-rock, kayokyoku, japanese indie, anime, j-ambient, visual kei",
    artists=50,
    years=(1972, 2026),
    words=_WORDS,
    artist_names="""
        {family}{given} x6
        {family} {given} x2
        {band} x4
        {kata}{kata} x1
        {given}と{kata} x1
        {kata}と{noun}
    """,
    album_titles="""
        {noun}の{noun} x3
        {kata} x2
        {adj}{noun} x3
        {kata}・{kata} x2
        {en} x2
        {noun}と{noun}
        {kata}の{noun} x2
    """,
    track_titles=_TITLES,
    labels="ミナト音楽, Sunset Harbor Records, 東雲レコード, ほうき星, Penguin Telegraph, アオゾラ工房",
    countries="JP",
    seconds=(190, 330),
    tracks=(9, 13),
    explicit=0.0,
    remixes=0.05,
)
