/** What a firm may be before the law: 企业, 个体工商户, 农民专业合作社. */
export const firmKinds = ['company', 'household', 'cooperative'] as const
export type FirmKind = (typeof firmKinds)[number]

/** What firms of one trade are like in a city of coal, textile, food, machines, trade, farms and lorries. */
export type Trade = {
  readonly industry: string
  /** How many of them there are, against other trades of the same kind. */
  readonly weight: number
  /** People at work in the middle firm. */
  readonly employees: number
  /** Revenue for each of them in a year, 万元. */
  readonly revenueWan: number
  /** Assets for each yuan of revenue, in hundredths. */
  readonly assetsPercent: number
  /** The words for the trade in the names of firms. */
  readonly words: readonly string[]
}

// industry, weight, employees, revenue a head, assets a yuan, words
const companies: readonly Trade[] = [
  ...trades(`
    A01 | 16 | 8 | 25 | 130 | 农业科技 农业发展 生态农业 种业 蔬菜种植 果业
    A02 | 5 | 8 | 20 | 150 | 苗木 林业 园艺
    A03 | 9 | 9 | 40 | 120 | 牧业 生态养殖 畜禽养殖 禽业
    A04 | 2 | 6 | 25 | 120 | 水产养殖 渔业
    A05 | 5 | 7 | 22 | 110 | 农机服务 农业服务 植保技术
    B06 | 5 | 45 | 60 | 120 | 煤炭洗选 选煤 煤业
    B10 | 4 | 20 | 45 | 110 | 石料 矿业 砂石
    C13 | 30 | 18 | 90 | 60 | 面粉 粮油 农产品加工 饲料 肉类加工 油脂
    C14 | 18 | 22 | 55 | 70 | 食品 烘焙食品 调味品 糕点 休闲食品
    C15 | 6 | 20 | 60 | 110 | 酒业 饮品 酿造
    C17 | 26 | 30 | 40 | 80 | 纺织 棉纺 家纺 织造 纺织科技
    C18 | 16 | 28 | 28 | 60 | 服饰 制衣 服装
    C19 | 4 | 24 | 28 | 60 | 鞋业 皮具
    C20 | 9 | 12 | 45 | 70 | 木业 板材
    C21 | 8 | 14 | 38 | 70 | 家具 家居制造
    C22 | 6 | 16 | 50 | 80 | 纸业 纸制品
    C23 | 6 | 14 | 38 | 80 | 印务 彩印包装
    C26 | 11 | 26 | 80 | 100 | 化工 涂料 精细化工 新材料
    C27 | 5 | 30 | 60 | 120 | 医药科技 中药饮片
    C29 | 14 | 18 | 55 | 80 | 塑业 橡塑制品 塑料包装
    C30 | 28 | 20 | 58 | 100 | 建材 新型墙材 混凝土 玻璃制品 陶瓷 水泥制品
    C32 | 8 | 30 | 130 | 80 | 铝业 铝制品 铝基材料
    C33 | 24 | 15 | 52 | 80 | 金属制品 钢结构 五金制品 模具
    C34 | 26 | 18 | 48 | 90 | 机械制造 通用机械 轴承 泵阀 机械
    C35 | 24 | 22 | 52 | 100 | 矿山机械 农业机械 专用设备 环保设备 矿用设备
    C36 | 9 | 26 | 58 | 90 | 汽车零部件 汽车配件
    C38 | 13 | 24 | 70 | 90 | 电气 电缆 新能源科技 电池材料
    C39 | 10 | 32 | 62 | 100 | 电子 光电科技 电子材料
    C42 | 8 | 14 | 75 | 80 | 再生资源 资源循环利用
    C43 | 6 | 10 | 30 | 60 | 机械维修 机电设备维修
    D44 | 4 | 12 | 70 | 300 | 光伏发电 热力 新能源发电
    D45 | 1 | 16 | 90 | 200 | 燃气
    D46 | 1 | 16 | 50 | 300 | 水务
  `),
  ...trades(`
    E47 | 26 | 22 | 60 | 90 | 建筑工程 建设工程 建筑
    E48 | 16 | 20 | 60 | 100 | 路桥工程 市政工程 水利工程
    E49 | 13 | 12 | 42 | 70 | 机电安装 消防工程 安装工程
    E50 | 24 | 8 | 38 | 60 | 装饰工程 装饰装修 建筑装饰
    F51 | 120 | 6 | 170 | 40 | 商贸 贸易 建材贸易 煤炭贸易 农资 医疗器械 粮食贸易 物资 钢材贸易
    F52 | 70 | 7 | 55 | 45 | 百货 超市 家电 汽车销售 电子商务 建材销售 办公用品
    G54 | 48 | 12 | 45 | 90 | 物流 运输 货运 汽车运输
    G58 | 8 | 8 | 70 | 50 | 货运代理 供应链管理
    G591 | 4 | 16 | 16 | 40 | 装卸服务 搬运服务
    G592 | 6 | 9 | 35 | 160 | 仓储 仓储服务
    G595 | 4 | 12 | 60 | 150 | 粮食仓储 农产品仓储
    G60 | 6 | 18 | 16 | 40 | 快递服务 速递
    H61 | 10 | 16 | 16 | 150 | 酒店管理 宾馆
    H62 | 18 | 14 | 18 | 60 | 餐饮管理 餐饮服务
    I63 | 4 | 14 | 32 | 80 | 通信工程 通信服务
    I64 | 16 | 7 | 28 | 60 | 网络科技 信息科技
    I65 | 26 | 10 | 30 | 60 | 软件科技 信息技术 智能科技 数据科技
    K7010 | 6 | 18 | 220 | 320 | 置业 房地产开发
    K7020 | 14 | 32 | 8 | 60 | 物业管理 物业服务
    K7030 | 6 | 6 | 15 | 40 | 房产经纪 房产信息咨询
    L71 | 14 | 6 | 35 | 150 | 机械租赁 设备租赁 汽车租赁
    L72 | 48 | 8 | 22 | 70 | 企业管理咨询 人力资源 广告传媒 劳务服务 会展服务 商务服务
    M73 | 3 | 10 | 28 | 110 | 新材料研究 农业科技研究
    M74 | 20 | 11 | 28 | 60 | 检测技术 工程设计 测绘 工程咨询
    M75 | 24 | 7 | 26 | 60 | 科技 生物科技 环保科技
    N77 | 8 | 12 | 32 | 80 | 环境工程 生态环境治理
    N78 | 14 | 16 | 18 | 60 | 园林绿化 保洁服务
    O80 | 9 | 10 | 11 | 40 | 家政服务 生活服务
    O81 | 13 | 7 | 20 | 50 | 汽车维修 汽车服务
    P83 | 8 | 10 | 12 | 60 | 教育咨询 教育培训 职业技能培训
    Q85 | 4 | 16 | 9 | 150 | 养老服务 托育服务
    R88 | 7 | 6 | 18 | 50 | 文化传播 文化艺术
    R89 | 4 | 7 | 12 | 80 | 体育 健身服务
    R90 | 5 | 9 | 14 | 100 | 文化娱乐 游乐
  `),
]

const households = trades(`
  A01 | 12 | 3 | 12 | 120 | 家庭农场
  A03 | 8 | 3 | 22 | 110 | 养殖场
  C13 | 5 | 4 | 14 | 50 | 豆制品加工坊 榨油坊 面粉加工坊 挂面坊
  C18 | 3 | 4 | 10 | 40 | 制衣坊 裁缝店 窗帘坊
  C21 | 3 | 4 | 14 | 50 | 家具坊 木器加工部
  C33 | 5 | 4 | 15 | 50 | 门窗加工部 电焊加工部 不锈钢加工部
  E50 | 5 | 4 | 16 | 30 | 装修服务部 防水服务部
  F51 | 14 | 4 | 45 | 40 | 批发部 商行 建材批发部 粮油批发部 水果批发部
  F52 | 52 | 3 | 22 | 40 | 超市 便利店 服装店 五金店 水果店 烟酒店 手机店 文具店 母婴用品店 鲜花店 农资经营部 电动车行 粮油店
  G54 | 10 | 2 | 20 | 120 | 货运部 运输部 配货部
  H61 | 4 | 4 | 8 | 120 | 旅馆 民宿 客栈
  H62 | 42 | 4 | 11 | 35 | 面馆 早点铺 饭店 小吃店 烧烤店 火锅店 牛肉汤馆 地锅鸡店 羊肉汤馆 板面馆
  L72 | 5 | 3 | 11 | 40 | 图文广告部 广告制作部
  O80 | 14 | 3 | 8 | 40 | 理发店 美容店 洗衣店 家政服务部 摄影店
  O81 | 12 | 3 | 12 | 50 | 汽车修理部 家电维修部 电动车维修部 轮胎店
  R90 | 3 | 4 | 9 | 80 | 网咖 台球室
`)

const cooperatives = trades(`
  A01 | 50 | 9 | 7 | 110 | 小麦种植 玉米种植 蔬菜种植 果树种植 中药材种植 葡萄种植 石榴种植 花生种植 大豆种植
  A02 | 6 | 9 | 9 | 150 | 苗木种植 花卉种植
  A03 | 22 | 7 | 14 | 110 | 肉牛养殖 生猪养殖 肉羊养殖 蛋鸡养殖 肉鸭养殖
  A04 | 4 | 7 | 11 | 110 | 水产养殖
  A05 | 18 | 8 | 7 | 140 | 农机服务 植保服务 土地托管服务 灌溉服务
`)

export const tradesOf: Readonly<Record<FirmKind, readonly Trade[]>> = {
  company: companies,
  household: households,
  cooperative: cooperatives,
}

function trades(text: string): readonly Trade[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [industry = '', weight, employees, revenueWan, assetsPercent, words = ''] = line
        .split('|')
        .map((cell) => cell.trim())
      return {
        industry,
        weight: Number(weight),
        employees: Number(employees),
        revenueWan: Number(revenueWan),
        assetsPercent: Number(assetsPercent),
        words: words.split(' '),
      }
    })
}
